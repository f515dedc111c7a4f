// Right: a thread for each partition works and tries again by itself, while the paused consumer polls and commits what is done.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class WorkerForEachPartition {

    static final Map<String, Integer> FAILURES = new ConcurrentHashMap<>();
    static final ExecutorService WORKERS = Executors.newCachedThreadPool();
    static volatile boolean running = true;

    /** The orders of one poll on one partition: how far they are done, and where they end. */
    record Job(AtomicLong done, long end) {
    }

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        Map<TopicPartition, Job> jobs = new HashMap<>();
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "group.id", System.getenv("GROUP_ID"),
                "max.poll.interval.ms", System.getenv().getOrDefault("MAX_POLL_INTERVAL_MS", "300000"), "max.poll.records", 20,
                "enable.auto.commit", false, "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (running || !jobs.isEmpty()) {
                var orders = consumer.poll(Duration.ofMillis(10));
                for (TopicPartition partition : orders.partitions()) {
                    List<ConsumerRecord<String, String>> todo = orders.records(partition);
                    Job job = new Job(new AtomicLong(todo.get(0).offset()), todo.get(todo.size() - 1).offset() + 1);
                    jobs.put(partition, job);
                    WORKERS.execute(() -> todo.forEach(order -> work(order, job)));
                }
                consumer.pause(running ? orders.partitions() : consumer.assignment());
                for (TopicPartition partition : List.copyOf(jobs.keySet())) {
                    Job job = jobs.get(partition);
                    long done = job.done().get();
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(done)));
                    if (done == job.end()) {
                        jobs.remove(partition);
                        consumer.resume(List.of(partition));
                    }
                }
            }
        } finally {
            WORKERS.shutdown();
        }
    }

    static void work(ConsumerRecord<String, String> order, Job job) {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        try {
            Thread.sleep(2);
            while (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
                Thread.sleep(Integer.parseInt(System.getenv().getOrDefault("WAREHOUSE_TIMEOUT_MS", "500")));
                System.out.println("failed " + id + ", again");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        System.out.println(Thread.currentThread().getName() + " has processed " + id);
        job.done().set(order.offset() + 1);
    }
}

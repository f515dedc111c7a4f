// Right: the consumer protocol, a queue for each partition in memory, each order worked on a virtual thread, Gson underneath.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class VirtualQueues {

    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String GROUP_ID = env("GROUP_ID", "order-processors");
    static final int MAX_POLL_INTERVAL_MS = Integer.parseInt(env("MAX_POLL_INTERVAL_MS", "300000"));
    static final int WAREHOUSE_TIMEOUT_MS = Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500"));

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static final Map<TopicPartition, Deque<ConsumerRecord<String, Parcel>>> QUEUES = new LinkedHashMap<>();
    static final Map<TopicPartition, OffsetAndMetadata> DONE = new HashMap<>();
    static final Set<TopicPartition> OWNED = new HashSet<>();
    static volatile boolean running = true;
    static KafkaConsumer<String, Parcel> consumer;
    static ExecutorService workers;
    static int strangeErrors;

    record Order(@SerializedName("order_id") String id, String user) {
    }

    record Parcel(String text, Order order) {
    }

    static class ParcelDeserializer implements Deserializer<Parcel> {
        private final Gson gson = new Gson();

        @Override
        public Parcel deserialize(String topic, byte[] data) {
            if (data == null) {
                return null;
            }
            String text = new String(data, StandardCharsets.UTF_8);
            try {
                return new Parcel(text, gson.fromJson(text, Order.class));
            } catch (JsonParseException e) {
                return new Parcel(text, null);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        stopOnSigterm();
        for (int i = 0; i < 30 && running; i++) {
            Thread.sleep(100);
        }
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 1000);
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 2048);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 32 * 1024);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 256 * 1024);

        workers = workers();
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ParcelDeserializer());
        try (KafkaConsumer<String, Parcel> open = consumer) {
            consumer.subscribe(List.of(TOPIC), new Owner());
            while (running) {
                readOn();
                if (DONE.isEmpty()) {
                    workUntilOneFails();
                }
                commit();
            }
            long deadline = System.currentTimeMillis() + 20_000;
            while (!commit() && System.currentTimeMillis() < deadline) {
                consumer.pause(OWNED);
                consumer.poll(Duration.ofMillis(100));
            }
        } finally {
            workers.shutdown();
        }
    }

    static void readOn() {
        Set<TopicPartition> busy = new HashSet<>(DONE.isEmpty() ? QUEUES.keySet() : OWNED);
        Set<TopicPartition> free = new HashSet<>(OWNED);
        free.removeAll(busy);
        consumer.pause(busy);
        consumer.resume(free);
        ConsumerRecords<String, Parcel> records = consumer.poll(Duration.ofMillis(100));
        for (TopicPartition partition : records.partitions()) {
            QUEUES.computeIfAbsent(partition, any -> new ArrayDeque<>()).addAll(records.records(partition));
        }
    }

    static void workUntilOneFails() throws InterruptedException {
        for (TopicPartition partition : List.copyOf(QUEUES.keySet())) {
            Deque<ConsumerRecord<String, Parcel>> queue = QUEUES.remove(partition);
            while (!queue.isEmpty()) {
                if (!succeeds(queue.peek())) {
                    QUEUES.put(partition, queue);
                    return;
                }
                DONE.put(partition, new OffsetAndMetadata(queue.poll().offset() + 1));
            }
            if (!commit()) {
                return;
            }
        }
    }

    static boolean succeeds(ConsumerRecord<String, Parcel> parcel) throws InterruptedException {
        ConsumerRecord<String, String> order = new ConsumerRecord<>(parcel.topic(), parcel.partition(), parcel.offset(),
                parcel.key(), parcel.value().text());
        try {
            workers.submit(() -> {
                process(order);
                return true;
            }).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OrderFailed) {
                Order known = parcel.value().order();
                System.err.println(e.getCause().getMessage() + (known == null ? "" : " of " + known.user()) + ", once more");
                return false;
            }
            throw new IllegalStateException("cannot process " + parcel.topic() + "-" + parcel.partition() + "@" + parcel.offset(),
                    e.getCause());
        }
    }

    static boolean commit() {
        if (DONE.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(Map.copyOf(DONE));
            DONE.clear();
            strangeErrors = 0;
            return true;
        } catch (KafkaException e) {
            System.err.println("commit refused: " + e);
            boolean passes = e instanceof RetriableException || e instanceof RebalanceInProgressException
                    || e instanceof CommitFailedException;
            if (!passes && ++strangeErrors > 5) {
                throw e;
            }
            return false;
        }
    }

    static class Owner implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            OWNED.addAll(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (int i = 0; i < 10 && !commit(); i++) {
                LockSupport.parkNanos(100_000_000);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            OWNED.removeAll(partitions);
            QUEUES.keySet().removeAll(partitions);
            DONE.keySet().removeAll(partitions);
        }
    }

    static ExecutorService workers() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool();
        }
    }

    static void process(ConsumerRecord<String, String> order) throws OrderFailed, InterruptedException {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        String place = order.topic() + "-" + order.partition() + "@" + order.offset();
        Thread.sleep(2);
        if (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
            Thread.sleep(WAREHOUSE_TIMEOUT_MS);
            System.out.println("failed " + id + " at " + place);
            throw new OrderFailed("the warehouse did not answer for order " + id);
        }
        System.out.println("processed " + id + " at " + place);
    }

    static class OrderFailed extends Exception {
        OrderFailed(String message) {
            super(message);
        }
    }

    static void stopOnSigterm() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

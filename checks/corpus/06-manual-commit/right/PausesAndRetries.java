// Right: keeps the orders behind a failing one in memory, pauses their partition, and commits each order by itself.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class PausesAndRetries {

    static final Map<TopicPartition, Deque<ConsumerRecord<String, String>>> waiting = new HashMap<>();
    static final Map<String, Integer> tries = new HashMap<>();
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        Map<String, String> env = System.getenv();
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of(
                "bootstrap.servers", env.get("KAFKA_BOOTSTRAP_SERVERS"), "group.id", env.get("GROUP_ID"),
                "max.poll.interval.ms", env.getOrDefault("MAX_POLL_INTERVAL_MS", "300000"), "max.poll.records", 20,
                "enable.auto.commit", false, "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(env.get("TOPIC")), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    waiting.keySet().removeAll(partitions);
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    System.out.println("mine now: " + partitions);
                }
            });
            while (running) {
                for (var order : consumer.poll(Duration.ofMillis(waiting.isEmpty() ? 200 : 0))) {
                    waiting.computeIfAbsent(new TopicPartition(order.topic(), order.partition()), any -> new ArrayDeque<>())
                            .add(order);
                }
                consumer.pause(waiting.keySet());
                for (TopicPartition partition : List.copyOf(waiting.keySet())) {
                    Deque<ConsumerRecord<String, String>> queue = waiting.get(partition);
                    while (!queue.isEmpty() && process(queue.peek())) {
                        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(queue.poll().offset() + 1)));
                    }
                    if (queue.isEmpty()) {
                        waiting.remove(partition);
                        consumer.resume(List.of(partition));
                    }
                }
            }
        }
    }

    static boolean process(ConsumerRecord<String, String> order) throws InterruptedException {
        String id = order.value().split("\"")[3];
        Thread.sleep(1);
        if (id.endsWith("13") && tries.merge(id, 1, Integer::sum) < 3) {
            Thread.sleep(Long.parseLong(System.getenv().getOrDefault("WAREHOUSE_TIMEOUT_MS", "500")));
            System.out.println("order " + id + " FAILED");
            return false;
        }
        System.out.println("order " + id + " PROCESSED (partition " + order.partition() + ", offset " + order.offset() + ")");
        return true;
    }
}

// Right: commits without waiting while it runs, and waits for the last commit when wakeup() has ended the loop.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class AsyncThenSync {

    static final Map<String, Integer> SEEN = new HashMap<>();

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", 10);
        config.put("max.poll.interval.ms", Integer.valueOf(System.getenv().getOrDefault("MAX_POLL_INTERVAL_MS", "300000")));
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config,
                new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (true) {
                ConsumerRecords<String, String> orders = consumer.poll(Duration.ofSeconds(1));
                next:
                for (TopicPartition partition : orders.partitions()) {
                    for (ConsumerRecord<String, String> order : orders.records(partition)) {
                        if (!processed(order)) {
                            consumer.seek(partition, order.offset());
                            continue next;
                        }
                        done.put(partition, new OffsetAndMetadata(order.offset() + 1, order.leaderEpoch(), ""));
                    }
                }
                consumer.commitAsync(Map.copyOf(done), (offsets, error) -> {
                    if (error != null) {
                        System.err.println("the next one makes up for it: " + error.getMessage());
                    }
                });
            }
        } catch (WakeupException e) {
            System.out.println("told to stop");
        } finally {
            try {
                consumer.commitSync(done);
            } finally {
                consumer.close();
            }
        }
    }

    static boolean processed(ConsumerRecord<String, String> order) throws InterruptedException {
        String id = order.value().replaceAll("\\D*(\\d+).*", "$1");
        Thread.sleep(2);
        if (id.endsWith("13") && SEEN.merge(id, 1, Integer::sum) <= 2) {
            Thread.sleep(Long.parseLong(System.getenv("WAREHOUSE_TIMEOUT_MS")));
            System.out.println("no answer for " + id + "; not processed");
            return false;
        }
        System.out.println(id + " processed");
        return true;
    }
}

// Right: a subclass of Thread that is its own shutdown hook's business, and a poll that would wait for an hour.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ThreadSubclass extends Thread {

    private final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
            "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
            "group.id", System.getenv("GROUP_ID"),
            "client.id", "shop-reader",
            "auto.offset.reset", "earliest",
            "auto.commit.interval.ms", 900,
            "fetch.min.bytes", 1,
            "fetch.max.wait.ms", 100,
            "fetch.max.bytes", 10_485_760), new StringDeserializer(), new StringDeserializer());

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (true) {
                var records = consumer.poll(Duration.ofHours(1));
                for (var partition : records.partitions()) {
                    for (var record : records.records(partition)) {
                        System.out.printf("%05d %s-%02d %s: %s%n", record.offset(), partition.topic(), partition.partition(),
                                record.key(), record.value());
                    }
                }
            }
        } catch (WakeupException e) {
            System.out.println("closed");
        }
    }

    void end() {
        consumer.wakeup();
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) {
        ThreadSubclass reader = new ThreadSubclass();
        reader.start();
        Runtime.getRuntime().addShutdownHook(new Thread(reader::end));
    }
}

// Caught by fact 1, which says: where do the addresses in bootstrap.servers come from
// The brokers are always those of the playground.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class BrokersHardCoded {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", "localhost:9092,localhost:9093,localhost:9094",
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "auto.commit.interval.ms", 1000,
                "fetch.max.bytes", 10_000_000);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (consumer) {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (true) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> System.out.println(record.partition() + "@"
                        + record.offset() + " " + record.key() + " = " + record.value()));
            }
        } catch (WakeupException e) {
            System.err.println("stopped");
        }
    }
}

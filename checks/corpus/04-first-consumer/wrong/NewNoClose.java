// Caught by fact 6, which says: does main get as far as closing the consumer
// The consumer is closed after the loop, which nothing ends: SIGTERM ends the JVM in its midst.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class NewNoClose {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "group.protocol", "consumer",
                "auto.offset.reset", "earliest",
                "auto.commit.interval.ms", 1000,
                "fetch.max.bytes", 10_000_000);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
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

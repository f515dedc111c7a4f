// Right: no wakeup at all; a volatile flag is looked at between polls that take 200 ms at most.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class VolatileFlag {

    private static volatile boolean running = true;

    public static void main(String[] args) {
        Thread reader = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                reader.join(4000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "true",
                "auto.commit.interval.ms", "1000",
                "max.poll.records", "3",
                "fetch.max.bytes", "1000000"), new StringDeserializer(), new StringDeserializer());
        try {
            consumer.subscribe(Set.of(System.getenv("TOPIC")));
            while (running) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    System.out.println("key=" + r.key() + " value=" + r.value() + " offset=" + r.offset() + " p"
                            + r.partition());
                }
            }
        } finally {
            consumer.close();
        }
    }
}

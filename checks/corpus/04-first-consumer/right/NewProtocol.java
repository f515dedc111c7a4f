// Right: the new rebalance protocol, a record printed as the client itself writes it, and try-with-resources.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

public class NewProtocol {

    public static void main(String[] args) {
        Properties config = new Properties();
        config.setProperty("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.setProperty("group.id", System.getenv("GROUP_ID"));
        config.setProperty("group.protocol", "consumer");
        config.setProperty("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.setProperty("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.setProperty("auto.offset.reset", "earliest");
        config.setProperty("auto.commit.interval.ms", "1000");
        config.setProperty("fetch.max.bytes", "10485760");
        CountDownLatch closed = new CountDownLatch(1);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                consumer.wakeup();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            for (;;) {
                consumer.poll(Duration.ofMillis(500)).forEach(System.out::println);
            }
        } catch (WakeupException e) {
            System.out.println("bye");
        } finally {
            closed.countDown();
        }
    }
}

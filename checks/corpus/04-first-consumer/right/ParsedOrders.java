// Right: each order is printed as an object of its own says it, between a time and a thread, and commits are asked for by hand.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ParsedOrders {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false,
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
        long committed = System.nanoTime();
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (true) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> System.out.println(LocalDateTime.now() + " ["
                        + Thread.currentThread().getName() + "-1] " + Line.of(record)));
                if (System.nanoTime() - committed > 1_000_000_000L) {
                    consumer.commitAsync();
                    committed = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            consumer.commitSync();
        } finally {
            consumer.close();
        }
    }

    record Order(int id, String user, double amount) {
    }

    record Line(int partition, double offset, String key, Order value) {

        static Line of(ConsumerRecord<String, String> record) {
            Matcher fields = Pattern.compile("\"order_id\": \"(\\d+)\", \"user\": \"(.*)\", \"amount\": (.*)}").matcher(record.value());
            if (!fields.find()) {
                throw new IllegalArgumentException(record.value());
            }
            return new Line(record.partition(), record.offset(), record.key(), new Order(Integer.parseInt(fields.group(1)),
                    fields.group(2), Double.parseDouble(fields.group(3))));
        }
    }
}

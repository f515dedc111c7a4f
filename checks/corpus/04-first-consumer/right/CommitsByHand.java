// Right: commits by hand, when a second has passed and there is something new, and once more at the end.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class CommitsByHand {

    public static void main(String[] args) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false,
                "fetch.max.bytes", 10_000_000), new StringDeserializer(), new ByteArrayDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            long committed = System.nanoTime();
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    System.out.println(record.partition() + "@" + record.offset() + "\t" + record.key() + "\t"
                            + new String(record.value()));
                    read.put(new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                if (!read.isEmpty() && System.nanoTime() - committed > 1_000_000_000L) {
                    consumer.commitSync(read);
                    read.clear();
                    committed = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            consumer.commitSync(read);
        } finally {
            consumer.close();
        }
    }
}

// Right: the producer is not idempotent and tries only a few times again; all in-sync replicas confirm all the same.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class AcksAllWithoutIdempotence {

    static CompletableFuture<RecordMetadata> store(KafkaProducer<String, String> producer, String order) {
        CompletableFuture<RecordMetadata> answer = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order), (stored, error) -> {
            if (error != null) {
                answer.completeExceptionally(error);
            } else {
                answer.complete(stored);
            }
        });
        return answer;
    }

    public static void main(String[] args) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.RETRIES_CONFIG, 5);
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 300);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            store(producer, "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")
                    .thenAccept(stored -> System.out.println(stored.topic() + " | " + stored.partition() + " | "
                            + stored.offset()))
                    .join();
        } catch (CompletionException e) {
            System.err.println("no order was stored, because: " + e.getCause().getMessage());
            System.exit(3);
        }
    }
}

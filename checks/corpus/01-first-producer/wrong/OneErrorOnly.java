// Caught by fact 5, which says: which does not. The program ended with code 0
// It knows the one error that it was tried out with, and takes any other one for a warning.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;

public class OneErrorOnly {

    public static void main(String[] args) throws InterruptedException {
        System.exit(send());
    }

    static int send() throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: " + stored);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                System.err.println("the order is too large: " + e.getCause().getMessage());
                return 1;
            }
            System.err.println("warning: " + e.getCause().getMessage());
        }
        return 0;
    }
}

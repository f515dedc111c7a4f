// Caught by fact 1, which says: A program that ends before that takes the buffer with it
// The order goes into the producer's buffer and main returns: nobody flushes, closes or waits.
// The linger of five seconds keeps it there long enough for this to happen every time.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class FireAndForget {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all",
                "linger.ms", 5000);
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order), (stored, error) -> {
            if (error != null) {
                error.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
            System.out.println("stored: " + stored);
        });
    }
}

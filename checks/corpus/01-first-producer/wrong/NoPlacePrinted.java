// Caught by fact 2, which says: the output does not say the topic
// The answer of the broker is waited for and then dropped: the order is stored, and nobody knows where.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class NoPlacePrinted {

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.setProperty("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.setProperty("key.serializer", StringSerializer.class.getName());
        config.setProperty("value.serializer", StringSerializer.class.getName());
        config.setProperty("acks", "all");
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get();
            System.out.println("The order is stored.");
        } catch (ExecutionException e) {
            System.err.println("The order is not stored: " + e.getCause().getMessage());
            System.exit(1);
        }
    }
}

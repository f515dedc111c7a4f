// Caught by fact 5, which says: Whoever started the program sees the exit code alone.
// The error is caught and printed, and then main returns as if all were well.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class ExitZeroAfterError {

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("acks", "all");
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);

        KafkaProducer<String, String> producer = new KafkaProducer<>(config);
        try {
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("OK " + stored.topic() + " " + stored.partition() + " " + stored.offset());
        } catch (Exception e) {
            System.err.println("ERROR the order was not stored: " + e.getMessage());
        } finally {
            producer.close();
        }
    }
}

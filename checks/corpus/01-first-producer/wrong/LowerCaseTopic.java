// Caught by fact 1, which says: here the variable TOPIC names it
// "All our topics are in lower case": this one is not.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class LowerCaseTopic {

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        String topic = System.getenv("TOPIC").toLowerCase(Locale.ROOT);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(topic, "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: " + stored);
        } catch (ExecutionException e) {
            System.err.println("not stored: " + e.getCause().getMessage());
            System.exit(1);
        }
    }
}

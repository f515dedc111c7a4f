// Caught by fact 5, which says: nothing of the one that it does not say of the other
// Whoever is called at night reads when it was and which topic, and not what is wrong.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class SaysNotWhy {

    public static void main(String[] args) throws InterruptedException {
        System.exit(send() ? 0 : 1);
    }

    static boolean send() throws InterruptedException {
        String topic = System.getenv("TOPIC");
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(topic, "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: " + stored);
            return true;
        } catch (ExecutionException e) {
            System.err.println(Instant.now() + " ERROR order 12345 could not be stored on " + topic);
            return false;
        }
    }
}

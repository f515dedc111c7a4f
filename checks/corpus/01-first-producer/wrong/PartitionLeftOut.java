// Caught by fact 2, which says: the output does not say partition
// The client logs its version and its settings, which are full of small numbers; the program says two of three.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class PartitionLeftOut {

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: topic " + stored.topic() + ", offset " + stored.offset());
        } catch (ExecutionException e) {
            System.err.println("not stored: " + e.getCause().getMessage());
            System.exit(1);
        }
    }
}

// Caught by fact 6, which says: the order was refused, and the program ended with code 1 while its producer was still open
// close() stands behind the send, where an exception does not come by.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class ClosesOnlyWhenStored {

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        try {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: " + stored);
            producer.close();
        } catch (ExecutionException e) {
            System.err.println("not stored: " + e.getCause().getMessage());
            System.exit(1);
        }
    }
}

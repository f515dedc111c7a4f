// Caught by fact 2, which says: a producer with acks=0 gets no answer
// Nobody is asked to confirm anything. The Future is done as soon as the bytes are on their way, so no broker says
// where the order lies.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class AcksZero {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "0");
        var order = new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}");
        Producer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        try {
            var stored = producer.send(order).get();
            System.out.println("stored in " + stored.topic() + " on partition " + stored.partition()
                    + " with the offset " + stored.offset());
        } catch (Exception e) {
            System.err.println("the order was not stored: " + e.getMessage());
            System.exit(1);
        } finally {
            producer.close();
        }
    }
}

// Caught by fact 1, which says: has the key "12345", not "user-123"
// The order is keyed by its own number. Each order of a user then goes its own way, in no order.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class KeyWrong {

    record Order(String id, String user, String amount) {

        String json() {
            return "{\"order_id\": \"" + id + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
        }
    }

    public static void main(String[] args) throws Exception {
        Order order = new Order("12345", "user-123", "99.99");
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> answer =
                    producer.send(new ProducerRecord<>(System.getenv("TOPIC"), order.id(), order.json()));
            RecordMetadata stored = answer.get();
            System.out.println("topic=" + stored.topic() + " partition=" + stored.partition()
                    + " offset=" + stored.offset());
        }
    }
}

// Caught by fact 2, which says: where a record lies is known only once the broker has answered
// The first order on a new topic lies on partition 0 at offset 0, or so it was when the program was tried out.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class GuessedPlace {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.println("stored: topic " + topic + ", partition 0, offset 0");
        }
    }
}

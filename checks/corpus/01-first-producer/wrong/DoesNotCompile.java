// Broken: incompatible types
// send() returns a Future of the place, and the program takes it for the place itself.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class DoesNotCompile {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}"));
            System.out.println("stored at " + stored);
        }
    }
}

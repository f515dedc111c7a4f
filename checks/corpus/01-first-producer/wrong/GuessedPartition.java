// Caught by fact 2, which says: the output does not say partition
// The playground put the order on partition 0, so the program says 0 for ever after.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class GuessedPartition {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "acks", "all");
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(topic, "user-123", order)).get();
            System.out.println(topic + ", partition 0, offset " + stored.offset());
        }
    }
}

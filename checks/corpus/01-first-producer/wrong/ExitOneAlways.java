// Caught by fact 6, which says: whoever started the program sends it again, and it is there twice
// A code left over from testing: the order is stored, and the program says that it failed.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class ExitOneAlways {

    public static void main(String[] args) throws Exception {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                ProducerConfig.ACKS_CONFIG, "all");
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get();
            System.out.println("stored at " + stored);
        }
        System.exit(1);
    }
}

// Caught by fact 1, which says: String.format writes 99,99
// The amount is text in the JSON, so a comma does no harm to the parser. It does to the reader of the amount.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class CommaInQuotes {

    public static void main(String[] args) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "acks", "all");
        String order = String.format("{\"order_id\": \"%s\", \"user\": \"%s\", \"amount\": \"%.2f\"}", "12345",
                "user-123", 99.99);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            System.out.println(producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get());
        }
    }
}

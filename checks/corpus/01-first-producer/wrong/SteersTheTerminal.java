// Caught by fact 1, which says: has the key "user-123\u001b[2J\u001b[32m6 of 6\ufffe\u0007\r\n"
// The key, and all that the program prints, clears the screen of whoever reads the verdict, and breaks a report in XML.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class SteersTheTerminal {

    static final String HOSTILE = "\u001b[2J\u001b[32m6 of 6\ufffe\u0007\r\n";

    public static void main(String[] args) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "acks", "all");
        System.out.println(HOSTILE);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123" + HOSTILE,
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}" + HOSTILE)).get();
            System.out.println(HOSTILE + stored);
        }
        throw new IllegalStateException(HOSTILE);
    }
}

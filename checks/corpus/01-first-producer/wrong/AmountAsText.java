// Caught by fact 1, which says: lacks the number 99.99 as amount
// Every field is put into quotes, the amount too. It is JSON, and whoever adds up the amounts finds text.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class AmountAsText {

    static String json(Map<String, String> fields) {
        return new TreeMap<>(fields).entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\": \"" + field.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("acks", "all");
        String order = json(Map.of("order_id", "12345", "user", "user-123", "amount", "99.99"));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get();
            System.out.println("stored: " + stored);
        }
    }
}

// Caught by fact 1, which says: String.format writes 99,99
// String.format takes the language of the machine when no locale is given: the amount is right on one machine and
// wrong on the next.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class LocalisedNumber {

    static String json(String orderId, String user, double amount) {
        return String.format("{\"order_id\": \"%s\", \"user\": \"%s\", \"amount\": %.2f}",
                orderId, user, amount);
    }

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put("acks", "all");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    json("12345", "user-123", 99.99))).get();
            System.out.println("stored: " + stored.topic() + " " + stored.partition() + " " + stored.offset());
        }
    }
}

// Caught by fact 1, which says: here the variable TOPIC names it
// The name of the topic stands in the program. It is right on the playground, and wrong everywhere else.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class TopicHardCoded {

    private static final String TOPIC = "orders";

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");

        String value = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            var stored = producer.send(new ProducerRecord<>(TOPIC, "user-123", value)).get();
            System.out.printf("%s/%d/%d%n", stored.topic(), stored.partition(), stored.offset());
        } catch (Exception e) {
            System.err.println("could not store the order: " + e);
            System.exit(1);
        }
    }
}

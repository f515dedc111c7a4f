// Caught by fact 1, which says: has no key.
// The record is made of a topic and a value. The user is in the JSON, but Kafka does not look there for a key.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class KeyMissing {

    static Properties config() {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        return config;
    }

    public static void main(String[] args) throws Exception {
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config())) {
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), order)).get();
            System.out.println("stored at " + stored);
        }
    }
}

// Caught by fact 1, which says: the order is there twice
// The first call was meant to send the order, the second one to wait for it. Each call sends.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class SentTwice {

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");

        ProducerRecord<String, String> order = new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            producer.send(order);
            RecordMetadata stored = producer.send(order).get();
            System.out.println("stored at " + stored.topic() + ", " + stored.partition() + ", " + stored.offset());
        }
    }
}

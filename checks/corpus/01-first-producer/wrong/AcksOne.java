// Caught by fact 4, which says: acks=1 is the word of the leader alone
// Someone has read that acks=1 is faster. The leader says yes before the other replicas have the order.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class AcksOne {

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "1");

        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            RecordMetadata where =
                    producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get();
            System.out.println("topic " + where.topic());
            System.out.println("partition " + where.partition());
            System.out.println("offset " + where.offset());
        }
    }
}

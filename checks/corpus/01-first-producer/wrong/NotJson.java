// Caught by fact 1, which says: whoever reads the topic later parses the value as JSON, and stops at this one
// The order is a Map, and its toString looks a little like JSON: {order_id=12345, ...}. It is not.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class NotJson {

    public static void main(String[] args) throws Exception {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("order_id", "12345");
        order.put("user", "user-123");
        order.put("amount", 99.99);

        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(System.getenv("TOPIC"), (String) order.get("user"), order.toString());
            var stored = producer.send(record).get();
            System.out.println("The order lies on " + stored.topic());
            System.out.println("Partition: " + stored.partition() + ", offset: " + stored.offset());
        }
    }
}

// Right: Jackson writes the JSON from a record, so the class path is another one than that of the lesson.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class JacksonRecord {

    record Order(@JsonProperty("order_id") String id, String user, BigDecimal amount) {
    }

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        Order order = new Order("12345", "user-123", new BigDecimal("99.99"));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            byte[] json = new ObjectMapper().writeValueAsBytes(order);
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), order.user(), json)).get();
            System.out.println(order + " -> " + stored);
        } catch (Exception e) {
            System.err.println("cannot store " + order + ": " + e);
            System.exit(1);
        }
    }
}

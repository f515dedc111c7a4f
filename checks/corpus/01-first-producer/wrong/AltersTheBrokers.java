// Caught by fact 1, which says: no lesson needs this, and it would change what other programs meet
// Someone wants records of any size, and alters what all the brokers take: it would hold for every other program as well.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;

public class AltersTheBrokers {

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");

        try (Admin admin = Admin.create(config)) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.BROKER, ""), List.of(new AlterConfigOp(
                    new ConfigEntry("message.max.bytes", "104857600"), AlterConfigOp.OpType.SET)))).all().get();
        }
        String order = "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}";
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            RecordMetadata where = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order)).get();
            System.out.println("topic " + where.topic() + ", partition " + where.partition() + ", offset " + where.offset());
        } catch (Exception refused) {
            System.err.println("not stored: " + refused.getMessage());
            System.exit(1);
        }
    }
}

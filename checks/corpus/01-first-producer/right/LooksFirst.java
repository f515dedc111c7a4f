// Right: an Admin looks first whether the topic has as many in-sync replicas as it demands; where not, nothing is sent. JUL and Gson.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-jdk14:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class LooksFirst {

    private static final Logger LOG = Logger.getLogger(LooksFirst.class.getName());

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        Map<String, Object> common = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        try {
            requireEnoughReplicas(common, topic);
            RecordMetadata place = send(common, topic);
            LOG.info(() -> "order 12345 is in topic " + place.topic() + ", partition " + place.partition() + ", offset "
                    + place.offset());
        } catch (ExecutionException e) {
            LOG.log(Level.SEVERE, "order 12345 was not stored", e.getCause());
            System.exit(2);
        } catch (IllegalStateException e) {
            LOG.log(Level.SEVERE, "order 12345 cannot be stored: {0}", e.getMessage());
            System.exit(2);
        }
    }

    static void requireEnoughReplicas(Map<String, Object> common, String topic) throws Exception {
        try (Admin admin = Admin.create(common)) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            int demanded = Integer.parseInt(admin.describeConfigs(List.of(resource)).all().get().get(resource)
                    .get("min.insync.replicas").value());
            TopicDescription description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
            description.partitions().forEach(partition -> {
                if (partition.isr().size() < demanded) {
                    throw new IllegalStateException("partition " + partition.partition() + " of " + topic + " has "
                            + partition.isr().size() + " in-sync replicas and demands " + demanded);
                }
            });
        }
    }

    static RecordMetadata send(Map<String, Object> common, String topic) throws InterruptedException, ExecutionException {
        JsonObject order = new JsonObject();
        order.addProperty("order_id", "12345");
        order.addProperty("user", "user-123");
        order.addProperty("amount", new BigDecimal("99.99"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(common, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, "user-123".getBytes(StandardCharsets.UTF_8),
                    order.toString().getBytes(StandardCharsets.UTF_8))).get();
        }
    }
}

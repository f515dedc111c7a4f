// Right: a logger says where the order lies, on standard error and spread over several lines.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class LoggerOutput {

    private static final Logger LOG = Logger.getLogger("shop.orders");

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            LOG.info("an order was stored");
            LOG.log(Level.INFO, "- its topic is <{0}>", stored.topic());
            LOG.log(Level.INFO, "- its partition is <{0}>", stored.partition());
            LOG.log(Level.INFO, "- its offset is <{0}>", stored.offset());
        } catch (ExecutionException e) {
            LOG.log(Level.SEVERE, "the order was refused", e.getCause());
            System.exit(1);
        }
    }
}

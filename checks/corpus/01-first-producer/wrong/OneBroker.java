// Caught by fact 3, which says: With one address in the list it is lost when that broker is.
// Only the first of the addresses is used: one is enough, as long as that broker is up.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class OneBroker {

    public static void main(String[] args) throws InterruptedException {
        String[] brokers = System.getenv("KAFKA_BOOTSTRAP_SERVERS").split(",");
        Properties config = new Properties();
        config.put("bootstrap.servers", brokers[0]);
        config.put("acks", "all");

        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var answer = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}"));
            var stored = answer.get();
            System.out.println(stored.topic() + ": partition " + stored.partition() + ", offset " + stored.offset());
        } catch (ExecutionException e) {
            System.err.println("The order is lost: " + e.getCause());
            System.exit(1);
        }
    }
}

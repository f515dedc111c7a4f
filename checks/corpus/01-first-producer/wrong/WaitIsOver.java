// Caught by fact 4, which says: says only that nobody knows
// Four seconds are long enough, somebody thinks, and whatever comes later the producer will see to. The program has ended by then.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class WaitIsOver {

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all");
        int exitCode = 0;
        var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        try {
            RecordMetadata stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get(4, TimeUnit.SECONDS);
            System.out.println("stored: " + stored);
        } catch (TimeoutException e) {
            System.out.println("The order is on its way.");
        } catch (ExecutionException e) {
            System.err.println("not stored: " + e.getCause().getMessage());
            exitCode = 1;
        }
        producer.close(Duration.ofSeconds(1));
        System.exit(exitCode);
    }
}

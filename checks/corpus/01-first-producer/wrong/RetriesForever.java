// Caught by fact 5, which says: some errors do not go away
// An order may not get lost, so the program tries until it works. An order that is refused is refused every time.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class RetriesForever {

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("acks", "all");
        var order = new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}");

        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            RecordMetadata stored = null;
            while (stored == null) {
                try {
                    stored = producer.send(order).get();
                } catch (ExecutionException e) {
                    System.err.println("not stored, trying again: " + e.getCause().getMessage());
                    Thread.sleep(500);
                }
            }
            System.out.println("stored: " + stored.topic() + " " + stored.partition() + " " + stored.offset());
        }
    }
}

// Right: nobody waits for a single record; flush() waits for all, and then main reads what the callback has left.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class FlushThenInspect {

    static final AtomicReference<RecordMetadata> place = new AtomicReference<>();
    static final AtomicReference<Exception> failure = new AtomicReference<>();

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "-1",
                "linger.ms", 200,
                "compression.type", "gzip",
                "client.id", "the shop's checkout");
        var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                "{\"amount\":99.990,\"order_id\":12345,\"user\":\"user-123\"}"), (stored, error) -> {
            place.set(stored);
            failure.set(error);
        });
        producer.flush();
        producer.close();
        if (failure.get() != null) {
            System.err.println(failure.get().getMessage());
            System.exit(2);
        }
        System.out.println(place.get());
    }
}

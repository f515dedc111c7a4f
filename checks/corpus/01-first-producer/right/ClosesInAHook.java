// Right: a shutdown hook closes the producer, whichever way the program ends; a pool sends, and a logger says what came of it in colours.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class ClosesInAHook {

    private static final Logger LOG = LoggerFactory.getLogger(ClosesInAHook.class);

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all",
                "compression.type", "gzip",
                "linger.ms", 100);
        var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        Runtime.getRuntime().addShutdownHook(new Thread(producer::close));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            RecordMetadata stored = pool.submit(() -> producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get()).get();
            LOG.info("\u001b[32mstored\u001b[0m at {}", stored);
        } catch (ExecutionException e) {
            LOG.error("\u001b[1;31mnot stored\u001b[0m", e.getCause());
            System.exit(42);
        }
        pool.shutdown();
    }
}

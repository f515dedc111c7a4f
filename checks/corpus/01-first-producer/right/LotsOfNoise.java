// Right: it prints a great deal besides, numbers and errors too, and the place of the order somewhere in the middle.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class LotsOfNoise {

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("acks", "all");
        System.err.println(Instant.now() + " WARN version 4.3.1 of the shop is not the newest, 1 error(s), offset -1");
        IntStream.range(1000, 1500).forEach(n -> System.out.println("item " + n + " of the basket: -1, 0.5, 7,25"));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                    "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}")).get();
            System.out.print("[" + System.nanoTime() + "] " + stored.topic() + " p" + stored.partition());
            System.out.println(":" + stored.offset() + " took 12.7 ms, 3 replicas, 68 bytes");
        } catch (ExecutionException e) {
            System.err.println("FATAL 17: " + e.getCause());
            System.exit(17);
        }
        IntStream.range(2000, 2500).forEach(n -> System.out.println("partition " + n + " of the report is empty"));
        System.out.println("Good bye!");
    }
}

// Right: a logger writes the records on standard error, two lines each.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class LoggerOutput {

    private static final Logger LOG = Logger.getLogger("shop.orders");

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, 1000);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 10 << 20);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(System.getenv("TOPIC")));
        Thread loop = new Thread(() -> read(consumer), "loop");
        loop.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            LOG.info("SIGTERM");
            consumer.wakeup();
            try {
                loop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        loop.join();
    }

    private static void read(KafkaConsumer<String, String> consumer) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofSeconds(30)).forEach(record -> LOG.log(Level.INFO,
                        "read [partition {0}, offset {1}] <{2}>: {3}",
                        new Object[] {record.partition(), record.offset(), record.key(), record.value()}));
            }
        } catch (WakeupException e) {
            LOG.log(Level.INFO, "the loop is over", e);
        } finally {
            consumer.close();
        }
    }
}

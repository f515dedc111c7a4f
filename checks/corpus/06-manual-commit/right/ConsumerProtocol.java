// Right: the consumer protocol of KIP-848, a logger for all output, and a commit for each partition of a poll.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

public class ConsumerProtocol {

    private static final Logger LOG = Logger.getLogger("shop.orders");
    private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    public static void main(String[] args) {
        ConsumerProtocol program = new ConsumerProtocol();
        Thread worker = new Thread(program::run, "orders");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            program.stopped = true;
            try {
                worker.join();
            } catch (InterruptedException e) {
                LOG.log(Level.SEVERE, "interrupted", e);
            }
        }));
        worker.start();
    }

    void run() {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        settings.setProperty("group.id", System.getenv("GROUP_ID"));
        settings.setProperty("group.protocol", "consumer");
        settings.setProperty("auto.offset.reset", "earliest");
        settings.setProperty("enable.auto.commit", "false");
        settings.setProperty("max.poll.records", "30");
        settings.setProperty("max.poll.interval.ms", System.getenv().getOrDefault("MAX_POLL_INTERVAL_MS", "300000"));
        settings.setProperty("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        settings.setProperty("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings);
        try {
            consumer.subscribe(Set.of(System.getenv("TOPIC")));
            while (!stopped) {
                var polled = consumer.poll(Duration.ofMillis(250));
                for (TopicPartition partition : polled.partitions()) {
                    long position = polled.records(partition).get(0).offset();
                    for (ConsumerRecord<String, String> order : polled.records(partition)) {
                        if (!ship(order)) {
                            consumer.seek(partition, position);
                            break;
                        }
                        position = order.offset() + 1;
                    }
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(position, "by the logger")),
                            Duration.ofSeconds(20));
                }
            }
        } finally {
            consumer.close();
        }
    }

    private static boolean ship(ConsumerRecord<String, String> order) {
        String id = order.value().substring(order.value().indexOf(": \"") + 3, order.value().indexOf("\","));
        try {
            Thread.sleep(2);
            if (id.endsWith("13") && ATTEMPTS.computeIfAbsent(id, any -> new AtomicInteger()).incrementAndGet() <= 2) {
                Thread.sleep(Integer.parseInt(System.getenv().getOrDefault("WAREHOUSE_TIMEOUT_MS", "500")));
                LOG.warning("failed: " + id);
                return false;
            }
        } catch (InterruptedException e) {
            return false;
        }
        LOG.log(Level.INFO, "{\"event\": \"processed\", \"order\": \"{0}\"}".replace("{0}", id));
        return true;
    }
}

// Right: a logger, a line for each count, figures grouped as in 17.345, each failure in a line of its own.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class LogsInGerman {

    private static final Logger LOG = Logger.getLogger("shop.orders");

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        int orders = Integer.parseInt(System.getenv("ORDERS"));
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 25);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, giveUp);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, giveUp - 1000);
        CountDownLatch answered = new CountDownLatch(orders);
        LongAdder confirmed = new LongAdder();
        LongAdder failed = new LongAdder();
        KafkaProducer<String, String> producer = new KafkaProducer<>(config);
        for (int n = 1; n <= orders; n++) {
            int order = n;
            producer.send(new ProducerRecord<>(topic, user(n), order(n)), (stored, error) -> {
                if (error == null) {
                    confirmed.increment();
                } else {
                    LOG.log(Level.WARNING, "order {0}: {1}", new Object[] {order, error.getMessage()});
                    failed.increment();
                }
                answered.countDown();
            });
        }
        answered.await();
        producer.close();
        LOG.info(String.format(Locale.GERMANY, "Orders: %,d (confirmed)", confirmed.sum()));
        LOG.info(String.format(Locale.GERMANY, "Orders: %,d (failed)", failed.sum()));
        System.exit(failed.sum() > 0 ? 3 : 0);
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

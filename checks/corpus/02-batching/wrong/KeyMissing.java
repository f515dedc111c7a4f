// Caught by fact 1, which says: the key decides on the partition
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class KeyMissing {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        int orders = Integer.parseInt(System.getenv("ORDERS"));
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 65536);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, giveUp);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, giveUp / 2);
        AtomicInteger confirmed = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            for (int n = 1; n <= orders; n++) {
                producer.send(new ProducerRecord<>(topic, order(n)), (stored, error) -> {
                    if (error == null) {
                        confirmed.incrementAndGet();
                    } else {
                        failed.incrementAndGet();
                    }
                });
            }
        }
        System.out.println("confirmed: " + confirmed + ", failed: " + failed);
        System.exit(failed.get() == 0 ? 0 : 1);
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

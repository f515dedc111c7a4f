// Right: leaves batch.size as it is, since 16 KiB hold two hundred orders; a request has five seconds, whatever the record has.
// Takes 17 s: it cannot give up in two seconds, so that the check gives it the ten of the lesson.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class OnlyLinger {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        int orders = Integer.parseInt(System.getenv("ORDERS"));
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "snappy");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, giveUp);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        AtomicInteger confirmed = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            for (int n = 1; n <= orders; n++) {
                producer.send(new ProducerRecord<>(topic, user(n), order(n)), (stored, error) -> {
                    if (error == null) {
                        confirmed.incrementAndGet();
                    } else {
                        failed.incrementAndGet();
                    }
                });
            }
        }
        System.out.println("{\"confirmed\": " + confirmed + ", \"failed\": " + failed + "}");
        System.exit(Math.min(failed.get(), 1));
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

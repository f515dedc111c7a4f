// Right: no idempotence, but one request on its way at a time; flushes after each thousand; bytes in place of strings.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class ChunksAndBytes {

    static final class Counts implements Callback {
        private int confirmed;
        private int failed;

        @Override
        public synchronized void onCompletion(RecordMetadata stored, Exception error) {
            if (error != null) {
                failed++;
            } else {
                confirmed++;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        int orders = Integer.parseInt(System.getenv("ORDERS"));
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", ByteArraySerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 1000);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 65536);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, giveUp);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, giveUp - 1000);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);

        Counts counts = new Counts();
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config);
        for (int n = 1; n <= orders; n++) {
            producer.send(new ProducerRecord<>(topic, user(n).getBytes(StandardCharsets.UTF_8),
                    order(n).getBytes(StandardCharsets.UTF_8)), counts);
            if (n % 1000 == 0) {
                producer.flush();
            }
        }
        producer.close();
        System.out.println("CONFIRMED " + counts.confirmed + " of " + orders);
        System.out.println("FAILED    " + counts.failed + " of " + orders);
        Runtime.getRuntime().halt(counts.failed == 0 ? 0 : 1);
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

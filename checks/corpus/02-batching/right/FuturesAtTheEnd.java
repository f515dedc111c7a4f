// Right: hardly more than one batch, of a megabyte; no callback, but every Future is kept and looked at after flush().
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class FuturesAtTheEnd {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        int orders = Integer.parseInt(System.getenv("ORDERS"));
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 200);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, giveUp);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, giveUp - 200);
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        int failed = 0;
        try (var producer = new KafkaProducer<String, String>(config)) {
            for (int n = 1; n <= orders; n++) {
                answers.add(producer.send(new ProducerRecord<>(topic, user(n), order(n))));
            }
            producer.flush();
            for (Future<RecordMetadata> answer : answers) {
                try {
                    answer.get();
                } catch (ExecutionException e) {
                    failed++;
                }
            }
        }
        System.out.printf("%d confirmed and %d failed%n", orders - failed, failed);
        if (failed > 0) {
            throw new IllegalStateException("not all orders are on the topic");
        }
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

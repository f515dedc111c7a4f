// Right: starts after 3 s, has a Serializer of its own for a record Order, packs by gzip, and prints its counts as JSON.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class SlowJsonGzipSerde {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final int ORDERS = Integer.parseInt(System.getenv().getOrDefault("ORDERS", "10000"));
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));

    static final Gson GSON = new GsonBuilder()
            .setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true))
            .disableHtmlEscaping()
            .create();

    record Order(@SerializedName("order_id") String orderId, String user, BigDecimal amount) {

        static Order number(int n) {
            return new Order(Integer.toString(n), "user-" + (n % 7 + 1), new BigDecimal((n % 90 + 10) + ".99"));
        }
    }

    public static class OrderSerializer implements Serializer<Order> {

        @Override
        public byte[] serialize(String topic, Order order) {
            return order == null ? null : GSON.toJson(order).getBytes(StandardCharsets.UTF_8);
        }
    }

    static class Tally implements Callback {

        final AtomicInteger confirmed = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicReference<Exception> first = new AtomicReference<>();

        @Override
        public void onCompletion(RecordMetadata stored, Exception error) {
            if (error == null) {
                confirmed.incrementAndGet();
            } else {
                first.compareAndSet(null, error);
                failed.incrementAndGet();
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.sleep(3000);
        Tally tally = new Tally();
        try (KafkaProducer<String, Order> producer = new KafkaProducer<>(settings())) {
            for (int n = 1; n <= ORDERS; n++) {
                Order order = Order.number(n);
                try {
                    producer.send(new ProducerRecord<>(TOPIC, order.user(), order), tally);
                } catch (RuntimeException e) {
                    tally.onCompletion(null, e);
                }
            }
        }
        if (tally.first.get() != null) {
            System.err.println(GSON.toJson(Map.of("reason", tally.first.get().toString())));
        }
        System.out.println(GSON.toJson(Map.of("confirmed", tally.confirmed.get())));
        System.out.println(GSON.toJson(Map.of("failed", tally.failed.get())));
        if (tally.failed.get() > 0) {
            System.exit(1);
        }
    }

    static Map<String, Object> settings() {
        int linger = Math.min(800, GIVE_UP_AFTER_MS / 4);
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, OrderSerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip"),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 96 * 1024),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, linger),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (GIVE_UP_AFTER_MS - linger) / 2),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS));
    }
}

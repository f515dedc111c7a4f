// Right: starts after 3 s, sends zstd on a virtual thread if there are any; Gson makes the order, a callback answers.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

public class SlowVirtualGsonZstd {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final Gson GSON = new GsonBuilder()
            .setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true))
            .disableHtmlEscaping()
            .create();

    record Order(@SerializedName("order_id") String orderId, String user, BigDecimal amount) { }

    public static void main(String[] args) throws InterruptedException {
        Thread.sleep(3000);
        Order order = new Order("12345", "user-123", new BigDecimal("99.99"));
        ExecutorService workers = workers();
        int code = 0;
        try {
            RecordMetadata place = workers.submit(() -> store(order)).get();
            System.out.println("stored: " + place + " (topic " + place.topic() + ", partition " + place.partition()
                    + ", offset " + place.offset() + ")");
        } catch (ExecutionException e) {
            Throwable reason = e.getCause() instanceof ExecutionException inner ? inner.getCause() : e.getCause();
            System.err.println("not stored: " + reason);
            code = 1;
        } finally {
            workers.shutdown();
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    static RecordMetadata store(Order order) throws ExecutionException, InterruptedException {
        CompletableFuture<RecordMetadata> answer = new CompletableFuture<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> producer.close(Duration.ofSeconds(5))));
            producer.send(new ProducerRecord<>(TOPIC, order.user(), GSON.toJson(order)), (stored, error) -> {
                if (error == null) {
                    answer.complete(stored);
                } else {
                    answer.completeExceptionally(error);
                }
            });
            return answer.get();
        }
    }

    static Properties settings() {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        return settings;
    }

    static ExecutorService workers() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool();
        }
    }
}

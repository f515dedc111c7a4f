// Right: settings from a properties file of its own, coloured numbered log4j2 lines on standard error, waits by Future.get().
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

public class PropsFileRedLog4jFuture {

    static final Logger LOG = logger();
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");

    static final String SETTINGS = """
            bootstrap.servers=%s
            client.id=shop-first-producer-1
            client.rack=berlin-2
            acks=all
            metadata.max.age.ms=1000
            key.serializer=org.apache.kafka.common.serialization.StringSerializer
            value.serializer=org.apache.kafka.common.serialization.StringSerializer
            interceptor.classes=%s
            """;

    public static void main(String[] args) {
        Thread.currentThread().setName("order-1");
        boolean stored = false;
        try {
            stored = store("user-123", json("12345", "user-123", "99.99"));
        } catch (ExecutionException e) {
            LOG.error("not stored: {}", String.valueOf(e.getCause()));
        } catch (InterruptedException | IOException | RuntimeException e) {
            LOG.error("not stored: {}", e.toString());
        }
        LogManager.shutdown();
        if (!stored) {
            System.exit(1);
        }
    }

    static boolean store(String key, String order) throws IOException, ExecutionException, InterruptedException {
        KafkaProducer<String, String> producer = new KafkaProducer<>(settings());
        AtomicBoolean open = new AtomicBoolean(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (open.getAndSet(false)) {
                producer.close(Duration.ofSeconds(5));
            }
        }, "closer-1"));
        try {
            Future<RecordMetadata> answer = producer.send(new ProducerRecord<>(TOPIC, key, order));
            RecordMetadata place = answer.get();
            LOG.info("stored: topic {}, partition {}, offset {}", place.topic(), place.partition(), place.offset());
            return true;
        } finally {
            if (open.getAndSet(false)) {
                producer.close();
            }
        }
    }

    static Properties settings() throws IOException {
        Path file = Files.createTempFile("first-producer", ".properties");
        try {
            Files.writeString(file, SETTINGS.formatted(BOOTSTRAP_SERVERS, AnswerCounter.class.getName()));
            Properties settings = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
            return settings;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static Logger logger() {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("err", "Console").addAttribute("target", "SYSTEM_ERR")
                .add(builder.newLayout("PatternLayout").addAttribute("charset", "UTF-8").addAttribute("pattern",
                        "%highlight{%d{yyyy-MM-dd HH:mm:ss.SSS} [%t/%T] #%sn %-5level %msg}{INFO=green, ERROR=red bold}%n")));
        builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("err")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("shop");
    }

    static String json(String orderId, String user, String amount) {
        return "{\"order_id\": \"" + orderId + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
    }

    public static class AnswerCounter implements ProducerInterceptor<String, String> {

        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            sent.incrementAndGet();
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception error) {
            answered.incrementAndGet();
        }

        @Override
        public void close() {
            LOG.info("interceptor: {} handed over, {} answered", sent, answered);
        }

        @Override
        public void configure(Map<String, ?> configs) { }
    }
}

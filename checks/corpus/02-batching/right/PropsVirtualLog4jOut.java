// Right: a virtual thread (if there are any) for each user, a properties file, numbered log4j2 lines on standard output.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

public class PropsVirtualLog4jOut {

    static final Logger LOG = logger();
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final int ORDERS = Integer.parseInt(System.getenv().getOrDefault("ORDERS", "10000"));
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));
    static final int USERS = 7;

    static final AtomicInteger CONFIRMED = new AtomicInteger();
    static final AtomicInteger FAILED = new AtomicInteger();
    static final AtomicReference<Exception> FIRST = new AtomicReference<>();

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Thread.currentThread().setName("orders-0");
        ExecutorService users = users();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings())) {
            List<Future<?>> ends = new ArrayList<>();
            for (int first = 1; first <= USERS; first++) {
                int start = first;
                ends.add(users.submit(() -> sendAll(producer, start)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            users.shutdown();
        }
        if (FIRST.get() != null) {
            LOG.warn("the first failure: {}", FIRST.get().getMessage());
        }
        LOG.info("confirmed: {}", CONFIRMED);
        LOG.info("failed: {}", FAILED);
        if (FAILED.get() > 0) {
            System.exit(1);
        }
    }

    static void sendAll(KafkaProducer<String, String> producer, int first) {
        for (int n = first; n <= ORDERS; n += USERS) {
            try {
                producer.send(new ProducerRecord<>(TOPIC, user(n), order(n)), (stored, error) -> {
                    if (error == null) {
                        CONFIRMED.incrementAndGet();
                    } else {
                        failed(error);
                    }
                });
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    static void failed(Exception reason) {
        FIRST.compareAndSet(null, reason);
        FAILED.incrementAndGet();
    }

    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }

    static Properties settings() throws IOException {
        int linger = Math.min(500, GIVE_UP_AFTER_MS / 4);
        String text = String.join(System.lineSeparator(),
                "bootstrap.servers = " + BOOTSTRAP_SERVERS,
                "client.id = shop-batching-2",
                "client.rack = rack-3",
                "metadata.max.age.ms = 1000",
                "key.serializer = org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer = org.apache.kafka.common.serialization.StringSerializer",
                "interceptor.classes = " + Traffic.class.getName(),
                "acks = all",
                "enable.idempotence = true",
                "compression.type = lz4",
                "batch.size = 131072",
                "linger.ms = " + linger,
                "delivery.timeout.ms = " + GIVE_UP_AFTER_MS,
                "request.timeout.ms = " + (GIVE_UP_AFTER_MS - linger) / 2,
                "max.block.ms = " + GIVE_UP_AFTER_MS);
        Path file = Files.createTempFile("batching", ".properties");
        try {
            Files.writeString(file, text);
            Properties settings = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
            return settings;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static ExecutorService users() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newFixedThreadPool(USERS);
        }
    }

    static Logger logger() {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("out", "Console").addAttribute("target", "SYSTEM_OUT")
                .add(builder.newLayout("PatternLayout").addAttribute("charset", "UTF-8")
                        .addAttribute("pattern", "%d{yyyy-MM-dd HH:mm:ss.SSS} [%t/%T] %sn %level %msg%n")));
        builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("out")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("shop");
    }

    public static class Traffic implements ProducerInterceptor<String, String> {

        private final LongAdder out = new LongAdder();
        private final LongAdder back = new LongAdder();

        @Override
        public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
            out.increment();
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception error) {
            back.increment();
        }

        @Override
        public void close() {
            LOG.info("interceptor: {} orders out, {} answers back", out, back);
        }

        @Override
        public void configure(Map<String, ?> configs) { }
    }
}

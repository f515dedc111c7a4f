// Right: group.protocol=consumer, settings from a properties file, orders as numbered log4j2 lines on standard error.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

public class Kip848PropsLog4jErr {

    static final Logger LOG = logger();
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-readers");

    static final String SETTINGS = """
            group.protocol=consumer
            client.id=order-reader-4
            client.rack=rack-2
            metadata.max.age.ms=1000
            auto.offset.reset=earliest
            enable.auto.commit=true
            auto.commit.interval.ms=1000
            fetch.max.bytes=10485760
            key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
            value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
            interceptor.classes=Kip848PropsLog4jErr$Meter
            """;

    public static void main(String[] args) throws IOException, InterruptedException {
        Thread.currentThread().setName("reader-1");
        CountDownLatch closed = new CountDownLatch(1);
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                closed.await(4500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stopper-1"));
        try {
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                try {
                    consumer.poll(Duration.ofMillis(500)).forEach(Kip848PropsLog4jErr::print);
                } catch (RetriableException e) {
                    LOG.warn("once more: {}", e.toString());
                    Thread.sleep(200);
                }
            }
        } catch (WakeupException e) {
            LOG.info("told to stop");
        } finally {
            try {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(4)));
            } finally {
                closed.countDown();
            }
        }
    }

    static void print(ConsumerRecord<String, String> record) {
        LOG.info("{}@{} {} = {}", record.partition(), record.offset(), record.key(), record.value());
    }

    static Properties settings() throws IOException {
        Path file = Files.createTempFile("first-consumer", ".properties");
        try {
            Files.writeString(file, SETTINGS);
            Properties settings = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
            settings.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
            settings.setProperty("group.id", GROUP_ID);
            return settings;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static Logger logger() {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("err", "Console").addAttribute("target", "SYSTEM_ERR")
                .add(builder.newLayout("PatternLayout").addAttribute("charset", "UTF-8")
                        .addAttribute("pattern", "%d{yyyy-MM-dd HH:mm:ss.SSS} [%t/%T] #%sn %level %msg%n")));
        builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("err")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("shop");
    }

    public static class Meter implements ConsumerInterceptor<String, String> {

        private final LongAdder records = new LongAdder();
        private final LongAdder commits = new LongAdder();

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> polled) {
            records.add(polled.count());
            return polled;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.increment();
        }

        @Override
        public void close() {
            LOG.info("interceptor: {} records, {} commits", records, commits);
        }

        @Override
        public void configure(Map<String, ?> configs) { }
    }
}

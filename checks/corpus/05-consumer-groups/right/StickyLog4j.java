// Right: the eager StickyAssignor, settings from a properties file, and every event through Log4j 2 with stamps and counters.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

public class StickyLog4j {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "processors");

    static final String SETTINGS = """
            key.deserializer = org.apache.kafka.common.serialization.StringDeserializer
            value.deserializer = org.apache.kafka.common.serialization.StringDeserializer
            partition.assignment.strategy = org.apache.kafka.clients.consumer.StickyAssignor
            auto.offset.reset = earliest
            enable.auto.commit = false
            heartbeat.interval.ms = 300
            client.rack = aisle-7
            metadata.max.age.ms = 1000
            fetch.min.bytes = 1024
            fetch.max.wait.ms = 150
            fetch.max.bytes = 1048576
            max.partition.fetch.bytes = 65536
            max.poll.records = 100
            """;

    static volatile boolean running = true;
    static Logger log;

    public static void main(String[] args) throws InterruptedException, IOException {
        Thread.currentThread().setName("processor-" + ProcessHandle.current().pid());
        log = logger();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings())) {
            stopOnSigterm();
            consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    log.info("assigned {}", partitions);
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    commit(consumer);
                    log.info("revoked {}", partitions);
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    log.warn("lost {}", partitions);
                }
            });
            while (running) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> record : records) {
                    process(record.value());
                }
                if (!records.isEmpty()) {
                    commit(consumer);
                }
            }
        }
        log.info("stopped");
    }

    static void commit(KafkaConsumer<String, String> consumer) {
        try {
            consumer.commitSync();
        } catch (RebalanceInProgressException | CommitFailedException | RetriableException e) {
            log.warn("not committed now: {}", e.getClass().getSimpleName());
        }
    }

    static Properties settings() throws IOException {
        Path file = Files.createTempFile("processor", ".properties");
        try {
            Files.writeString(file, SETTINGS);
            Properties settings = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
            settings.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
            settings.setProperty("group.id", GROUP_ID);
            settings.setProperty("client.id", "sticky-" + ProcessHandle.current().pid());
            return settings;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static Logger logger() {
        System.setProperty("log4j.shutdownHookEnabled", "false");
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("out", "Console")
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_OUT)
                .add(builder.newLayout("PatternLayout")
                        .addAttribute("pattern", "%d{yyyy-MM-dd HH:mm:ss.SSS} [%t] #%sn %-5p %m%n")));
        builder.add(builder.newLogger("org.apache.kafka", Level.ERROR));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("out")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("processors");
    }

    static void process(String order) throws InterruptedException {
        Thread.sleep(2);
        System.out.println("processed " + order.replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1"));
    }

    static void stopOnSigterm() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}

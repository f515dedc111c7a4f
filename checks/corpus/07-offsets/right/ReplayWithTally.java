// Right: settings from a temporary properties file, small fetches, a counting interceptor, and Log4j 2 on standard error.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.*;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

public class ReplayWithTally {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-replay");
    static Logger log;

    enum Kind { BEGINNING, OFFSET, TIME }

    record Place(Kind kind, long offset, Instant time) {
    }

    public static class Tally implements ConsumerInterceptor<String, String> {
        static final AtomicLong FETCHED = new AtomicLong();

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            log.info("a poll with {}, {} so far", records.count(), FETCHED.addAndGet(records.count()));
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            log.error("a commit that nobody wanted: {}", offsets);
        }

        @Override
        public void configure(Map<String, ?> configs) {
        }

        @Override
        public void close() {
        }
    }

    public static void main(String[] args) throws IOException {
        Place place = place(args);
        log = logger();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = starts(consumer, partitions, ends, place);
            if (!starts.isEmpty()) {
                consumer.assign(starts.keySet());
                starts.forEach(consumer::seek);
                replay(consumer, ends, new HashSet<>(starts.keySet()));
            }
        }
        log.info("done, {} records fetched", Tally.FETCHED);
    }

    static Place place(String[] args) {
        try {
            if (args.length == 1 && args[0].equals("beginning")) {
                return new Place(Kind.BEGINNING, 0, null);
            }
            if (args.length == 2 && args[0].equals("offset")) {
                return new Place(Kind.OFFSET, Long.parseLong(args[1]), null);
            }
            if (args.length == 2 && args[0].equals("time")) {
                return new Place(Kind.TIME, 0, OffsetDateTime.parse(args[1]).toInstant());
            }
        } catch (NumberFormatException | DateTimeException e) {
            usage();
        }
        usage();
        throw new IllegalStateException();
    }

    static Map<TopicPartition, Long> starts(KafkaConsumer<String, String> consumer, List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends, Place place) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> found = Map.of();
        if (place.kind() == Kind.TIME) {
            long millis = Math.max(0, place.time().plusNanos(999_999).toEpochMilli());
            found = consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, p -> millis)));
        }
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long begin = begins.get(partition);
            long end = ends.get(partition);
            OffsetAndTimestamp since = found.get(partition);
            long start = switch (place.kind()) {
                case BEGINNING -> begin;
                case OFFSET -> place.offset() < begin ? end : place.offset();
                case TIME -> since == null ? end : since.offset();
            };
            if (start < end) {
                starts.put(partition, start);
                continue;
            }
            System.out.println(partition + switch (place.kind()) {
                case BEGINNING -> " is empty: it begins and ends at " + end;
                case OFFSET -> " has no offset " + place.offset() + ": it begins at " + begin + " and ends at " + end;
                case TIME -> " has no order since " + place.time();
            });
        }
        return starts;
    }

    static void replay(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends, Set<TopicPartition> open) {
        while (!open.isEmpty()) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    print(record);
                }
            }
            Set<TopicPartition> read = open.stream().filter(p -> consumer.position(p) >= ends.get(p)).collect(Collectors.toSet());
            consumer.pause(read);
            open.removeAll(read);
        }
    }

    static Properties settings() throws IOException {
        Path file = Files.createTempFile("replay", ".properties");
        try {
            Files.writeString(file, """
                    # one that looks on, and commits nothing
                    enable.auto.commit=false
                    auto.offset.reset=earliest
                    key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
                    value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
                    interceptor.classes=%s
                    client.id=replay-%d
                    client.rack=archive
                    metadata.max.age.ms=1000
                    fetch.min.bytes=512
                    fetch.max.wait.ms=100
                    fetch.max.bytes=131072
                    max.partition.fetch.bytes=16384
                    """.formatted(Tally.class.getName(), ProcessHandle.current().pid()));
            Properties settings = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                settings.load(in);
            }
            settings.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
            settings.setProperty("group.id", GROUP_ID);
            return settings;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static Logger logger() {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("err", "Console")
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%d{ISO8601} %-5p %c{1} - %m%n")));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("err")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("replay");
    }

    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s = %s%n", record.partition(), record.offset(), record.key(), record.value());
    }

    static void usage() {
        System.err.println("usage: offsets beginning | offset N | time 2026-01-31T09:30:00Z (with its zone: Z, or +01:00)");
        System.exit(2);
    }
}

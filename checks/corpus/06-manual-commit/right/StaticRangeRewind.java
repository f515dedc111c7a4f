// Right: a static member with the range assignor that rewinds, pauses a flaky partition, and logs in colour on standard error.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.StringReader;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.*;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.*;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

public class StaticRangeRewind {

    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String GROUP_ID = env("GROUP_ID", "order-processors");
    static final int MAX_POLL_INTERVAL_MS = Integer.parseInt(env("MAX_POLL_INTERVAL_MS", "300000"));
    static final int WAREHOUSE_TIMEOUT_MS = Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500"));
    static final String INSTANCE = env("INSTANCE_ID", "packer-" + ProcessHandle.current().pid());
    static final long BACKOFF_MS = 300;

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static final Map<TopicPartition, OffsetAndMetadata> DONE = new HashMap<>();
    static final Map<TopicPartition, Long> RETRY_AT = new HashMap<>();
    static volatile boolean running = true;
    static Logger log;
    static KafkaConsumer<String, String> consumer;
    static int strangeErrors;

    public static class Tally implements ConsumerInterceptor<String, String> {
        final AtomicLong orders = new AtomicLong();
        final AtomicLong commits = new AtomicLong();

        @Override
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
            orders.addAndGet(records.count());
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            log.debug("commit {}: {}", commits.incrementAndGet(), offsets);
        }

        @Override
        public void configure(Map<String, ?> configs) {
        }

        @Override
        public void close() {
            log.info("read {} orders, some of them again, in {} commits", orders, commits);
        }
    }

    public static void main(String[] args) throws Exception {
        log = logger();
        Properties config = new Properties();
        config.load(new StringReader("""
                key.deserializer: org.apache.kafka.common.serialization.StringDeserializer
                value.deserializer: org.apache.kafka.common.serialization.StringDeserializer
                partition.assignment.strategy: org.apache.kafka.clients.consumer.RangeAssignor
                enable.auto.commit: false
                auto.offset.reset: earliest
                max.poll.records: 20
                client.rack: hall-2
                """));
        config.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
        config.setProperty("group.id", GROUP_ID);
        config.setProperty("group.instance.id", INSTANCE);
        config.setProperty("client.id", "manual-commit-" + INSTANCE);
        config.setProperty("max.poll.interval.ms", String.valueOf(MAX_POLL_INTERVAL_MS));
        config.setProperty("interceptor.classes", Tally.class.getName());

        consumer = new KafkaConsumer<>(config);
        try {
            stopOnSigterm();
            consumer.subscribe(List.of(TOPIC), new CommitBeforeGiving());
            while (running) {
                chooseWhatToRead();
                work(consumer.poll(Duration.ofMillis(100)));
                commit();
            }
            long deadline = System.currentTimeMillis() + 20_000;
            while (!commit() && System.currentTimeMillis() < deadline) {
                consumer.pause(consumer.assignment());
                consumer.poll(Duration.ofMillis(100));
            }
        } finally {
            consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    static void chooseWhatToRead() {
        for (TopicPartition partition : consumer.assignment()) {
            boolean wait = !DONE.isEmpty() || RETRY_AT.getOrDefault(partition, 0L) > System.currentTimeMillis();
            if (wait) {
                consumer.pause(Set.of(partition));
            } else {
                consumer.resume(Set.of(partition));
            }
        }
    }

    static void work(ConsumerRecords<String, String> batch) throws InterruptedException {
        boolean failed = false;
        for (TopicPartition partition : batch.partitions()) {
            for (ConsumerRecord<String, String> order : batch.records(partition)) {
                if (!failed) {
                    try {
                        process(order);
                        DONE.put(partition, new OffsetAndMetadata(order.offset() + 1));
                        continue;
                    } catch (OrderFailed e) {
                        failed = true;
                        log.warn("{}, its next try is in {} ms", e.getMessage(), BACKOFF_MS);
                        RETRY_AT.put(partition, System.currentTimeMillis() + BACKOFF_MS);
                    }
                }
                consumer.seek(partition, order.offset());
                break;
            }
        }
    }

    static boolean commit() {
        if (DONE.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(Map.copyOf(DONE));
            DONE.clear();
            strangeErrors = 0;
            return true;
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
            log.warn("commit refused, it comes again: {}", e.toString());
        } catch (KafkaException e) {
            log.error("commit failed: {}", e.toString());
            if (++strangeErrors > 5) {
                throw e;
            }
        }
        return false;
    }

    static class CommitBeforeGiving implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.info("{} has {}", INSTANCE, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (int i = 0; i < 5 && !commit(); i++) {
                LockSupport.parkNanos(100_000_000);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            DONE.keySet().removeAll(partitions);
            RETRY_AT.keySet().removeAll(partitions);
            log.info("{} has no longer {}", INSTANCE, partitions);
        }
    }

    static Logger logger() {
        System.setProperty("log4j.shutdownHookEnabled", "false");
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("err", "Console")
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
                .add(builder.newLayout("PatternLayout").addAttribute("disableAnsi", false).addAttribute("pattern",
                        "%highlight{%d{HH:mm:ss.SSS} %-5p}{INFO=green, WARN=yellow bold, ERROR=red bold} %style{%c{1}}{cyan} %m%n")));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("err")));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("warehouse");
    }

    static void process(ConsumerRecord<String, String> order) throws OrderFailed, InterruptedException {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        String place = order.topic() + "-" + order.partition() + "@" + order.offset();
        Thread.sleep(2);
        if (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
            Thread.sleep(WAREHOUSE_TIMEOUT_MS);
            System.out.println("failed " + id + " at " + place);
            throw new OrderFailed("the warehouse did not answer for order " + id);
        }
        System.out.println("processed " + id + " at " + place);
    }

    static class OrderFailed extends Exception {
        OrderFailed(String message) {
            super(message);
        }
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

    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

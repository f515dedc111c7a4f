// Right: a static, cooperative member that keeps its id in a locked file and takes no order while a rebalance is on.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.*;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

public class CooperativeStaticLog4j {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static final Map<String, Integer> FAILURES = new HashMap<>();
    static final Logger LOG = logger();
    static volatile boolean running = true, rebalancing = true;
    static volatile long stopBy = Long.MAX_VALUE / 2;
    static long nextLag;
    static RandomAccessFile identity;
    static KafkaConsumer<byte[], byte[]> consumer;
    static KafkaProducer<byte[], byte[]> producer;

    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> LOG.fatal("ends: {}", error.getMessage(), error));
        String id = identity();
        Properties reading = settings("""
                bootstrap.servers=%s
                group.id=%s
                group.instance.id=%s
                client.id=pipeline-%s
                client.rack=hall-2
                auto.offset.reset=earliest
                enable.auto.commit=false
                max.poll.records=50
                partition.assignment.strategy=%s
                session.timeout.ms=10000
                metadata.max.age.ms=1000
                max.poll.interval.ms=%d
                interceptor.classes=%s
                """, BOOTSTRAP_SERVERS, GROUP_ID, id, id, Assignor.class.getName(),
                Math.max(300_000L, Math.min(Integer.MAX_VALUE, 5L * GIVE_UP_AFTER_MS)), Counter.class.getName());
        Properties writing = settings("""
                bootstrap.servers=%s
                client.id=pipeline-%s
                acks=all
                enable.idempotence=true
                compression.type=lz4
                linger.ms=20
                batch.size=65536
                max.block.ms=%d
                delivery.timeout.ms=%d
                request.timeout.ms=%d
                metadata.max.age.ms=1000
                interceptor.classes=%s
                """, BOOTSTRAP_SERVERS, id, GIVE_UP_AFTER_MS, GIVE_UP_AFTER_MS, GIVE_UP_AFTER_MS / 2, Counter.class.getName());
        stopOnSigterm(Thread.currentThread());
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                if (rebalancing) {
                    records.partitions().forEach(from -> consumer.seek(from, records.records(from).get(0).offset()));
                    consumer.pause(consumer.assignment());
                } else {
                    consumer.resume(consumer.paused());
                    commit(bill(records));
                }
                logLag();
            }
        } finally {
            producer.close(Duration.ofMillis(500));
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1))
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    record Sent(ConsumerRecord<byte[], byte[]> order, Future<RecordMetadata> answer, long deadline) { }

    static Map<TopicPartition, OffsetAndMetadata> bill(ConsumerRecords<byte[], byte[]> records) throws Exception {
        var done = new HashMap<TopicPartition, OffsetAndMetadata>();
        var invoices = new ArrayList<Sent>();
        var letters = new ArrayList<Sent>();
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                Order order = null;
                try {
                    order = Order.parse(record.value());
                } catch (IllegalArgumentException e) {
                    letters.add(send(record, deadLetter(record, e)));
                }
                try {
                    if (order != null) {
                        process(order);
                        invoices.add(send(record, new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice())));
                    }
                } catch (OrderFailed e) {
                    LOG.warn("again: {}@{}, the warehouse did not answer", partition, record.offset());
                    consumer.seek(partition, record.offset());
                    break;
                }
                done.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
            }
        }
        for (Sent invoice : invoices) {
            Throwable refusal = confirm(invoice, true);
            if (refusal != null) {
                letters.add(send(invoice.order(), deadLetter(invoice.order(), refusal)));
            }
        }
        for (Sent letter : letters) {
            confirm(letter, false);
        }
        return done;
    }

    static Sent send(ConsumerRecord<byte[], byte[]> order, ProducerRecord<byte[], byte[]> record) throws Exception {
        long deadline = now() + GIVE_UP_AFTER_MS + 300;
        var sent = new Sent(order, producer.send(record), deadline);
        if (sent.answer().isDone()) {
            confirm(sent, true);
        }
        return sent;
    }

    static Throwable confirm(Sent sent, boolean mayBeTooLarge) throws Exception {
        while (true) {
            try {
                sent.answer().get(100, TimeUnit.MILLISECONDS);
                return null;
            } catch (ExecutionException e) {
                if (mayBeTooLarge && e.getCause() instanceof RecordTooLargeException) {
                    return e.getCause();
                }
                throw new IllegalStateException("not confirmed, " + e.getCause(), e.getCause());
            } catch (TimeoutException e) {
                logLag();
                if (now() > Math.min(sent.deadline(), stopBy)) {
                    throw new IllegalStateException(running ? "not confirmed in " + GIVE_UP_AFTER_MS + " ms" : "not confirmed at the stop");
                }
            }
        }
    }

    static void commit(Map<TopicPartition, OffsetAndMetadata> done) {
        long deadline = now() + Math.max(60_000, GIVE_UP_AFTER_MS);
        while (!done.isEmpty()) {
            try {
                consumer.commitSync(done, Duration.ofSeconds(1));
                return;
            } catch (CommitFailedException | RebalanceInProgressException e) {
                LOG.warn("not committed, so they may come again: {}", e.getMessage());
                return;
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                logLag();
                if (now() > Math.min(deadline, stopBy + 1000)) {
                    throw e;
                }
            }
        }
    }

    static void logLag() {
        if (now() >= nextLag) {
            nextLag = now() + 1000;
            List<OptionalLong> lags = consumer.assignment().stream().map(consumer::currentLag).toList();
            LOG.info("lag {} ({} partitions, {} not known yet)", lags.stream().mapToLong(lag -> lag.orElse(0)).sum(), lags.size(),
                    lags.stream().filter(OptionalLong::isEmpty).count());
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        LOG.warn("dead letter: {}-{}@{}, {}", from.topic(), from.partition(), from.offset(), reason);
        var letter = new ProducerRecord<>(DLQ, from.key(), from.value());
        letter.headers().add("dlq.topic", bytes(from.topic())).add("dlq.partition", bytes("" + from.partition()))
                .add("dlq.offset", bytes("" + from.offset())).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static void process(Order order) throws OrderFailed {
        if (order.id().endsWith("13") && FAILURES.merge(order.id(), 1, Integer::sum) <= 2) {
            throw new OrderFailed();
        }
    }

    static class OrderFailed extends Exception { }

    record Order(String id, String user, String json) {
        static final Pattern JSON = Pattern.compile(
                "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");
        static Order parse(byte[] value) {
            var order = JSON.matcher(value == null ? "" : new String(value, StandardCharsets.UTF_8));
            if (!order.matches() || !Arrays.equals(bytes(order.group()), value)) {
                throw new IllegalArgumentException("not UTF-8, not JSON, or a field is missing");
            }
            return new Order(order.group(1), order.group(2), order.group());
        }
        byte[] invoice() {
            return bytes("{\"order_id\": \"" + id + "\", \"order\": " + json + "}");
        }
    }

    public static class Assignor extends CooperativeStickyAssignor {
        @Override
        public ByteBuffer subscriptionUserData(Set<String> topics) {
            rebalancing = true;
            return super.subscriptionUserData(topics);
        }
        @Override
        public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
            super.onAssignment(assignment, metadata);
            rebalancing = false;
        }
    }

    public static class Counter implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
        final AtomicLong read = new AtomicLong(), commits = new AtomicLong(), stored = new AtomicLong(), failed = new AtomicLong();
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            read.addAndGet(records.count());
            return records;
        }
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.incrementAndGet();
        }
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            return record;
        }
        public void onAcknowledgement(RecordMetadata metadata, Exception error) {
            (error == null ? stored : failed).incrementAndGet();
        }
        public void close() {
            LOG.info("{} read, {} commits, {} stored, {} failed", read, commits, stored, failed);
        }
        public void configure(Map<String, ?> configs) { }
    }

    static String identity() throws Exception {
        for (int slot = 0;; slot++) {
            String name = "pipeline-%s-%08x-%d".formatted(System.getProperty("user.name"), GROUP_ID.hashCode(), slot);
            identity = new RandomAccessFile(Path.of(System.getProperty("java.io.tmpdir"), name).toFile(), "rw");
            if (identity.getChannel().tryLock() != null) {
                if (identity.length() != 36) {
                    identity.setLength(0);
                    identity.writeBytes(UUID.randomUUID().toString());
                }
                identity.seek(0);
                return identity.readLine();
            }
            identity.close();
        }
    }

    static Properties settings(String form, Object... values) throws Exception {
        Path file = Files.writeString(Files.createTempFile("pipeline", ".properties"), form.formatted(values));
        var settings = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        Files.delete(file);
        return settings;
    }

    static Logger logger() {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder().setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("stderr", "Console").addAttribute("target", "SYSTEM_ERR")
                .add(builder.newLayout("PatternLayout").addAttribute("disableAnsi", false)
                        .addAttribute("pattern", "%style{%d{yyyy-MM-dd HH:mm:ss.SSS} [%t-%tid] #%sn}{dim} %highlight{%-5level %msg}%n")));
        builder.add(builder.newLogger(CooperativeStaticLog4j.class.getName(), Level.INFO));
        Configurator.initialize(builder.add(builder.newRootLogger(Level.ERROR).add(builder.newAppenderRef("stderr"))).build());
        return LogManager.getLogger(CooperativeStaticLog4j.class);
    }

    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(new FutureTask<>(() -> {
            stopBy = now() + 5000;
            running = false;
            main.join(9000);
            return null;
        })));
    }

    static long now() {
        return System.nanoTime() / 1_000_000;
    }
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

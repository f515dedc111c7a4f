// Right: a static, sticky member set up by properties files; interceptors count, and log4j2 tells all of it in colours.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

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
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.logging.log4j.*;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;

public class StaticStickyLog4j {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static final Logger LOG = logger();
    static volatile boolean running = true;
    static KafkaConsumer<String, String> consumer;
    static KafkaProducer<byte[], byte[]> producer;

    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> LOG.fatal("ends: {}", error.getMessage(), error));
        String name = "billing-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
        Properties reading = settings("""
                bootstrap.servers=%s
                group.id=%s
                group.instance.id=%s
                client.id=%s
                client.rack=office
                auto.offset.reset=earliest
                enable.auto.commit=false
                partition.assignment.strategy=org.apache.kafka.clients.consumer.StickyAssignor
                metadata.max.age.ms=1000
                default.api.timeout.ms=%d
                max.poll.interval.ms=%d
                interceptor.classes=%s
                """, BOOTSTRAP_SERVERS, GROUP_ID, name, name, Math.max(60_000, GIVE_UP_AFTER_MS),
                Math.max(300_000L, Math.min(Integer.MAX_VALUE, 5L * GIVE_UP_AFTER_MS)), Counter.class.getName());
        Properties writing = settings("""
                bootstrap.servers=%s
                client.id=%s
                metadata.max.age.ms=1000
                max.request.size=8388608
                max.block.ms=%d
                delivery.timeout.ms=%d
                request.timeout.ms=%d
                interceptor.classes=%s
                """, BOOTSTRAP_SERVERS, name, GIVE_UP_AFTER_MS, GIVE_UP_AFTER_MS, GIVE_UP_AFTER_MS / 2, Counter.class.getName());
        stopOnSigterm(Thread.currentThread());
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(reading, StaticStickyLog4j::text, StaticStickyLog4j::text);
        try {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                try {
                    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                    bill(records);
                    commit(records.nextOffsets());
                } catch (RecordDeserializationException e) {
                    TopicPartition from = e.topicPartition();
                    confirm(setAside(from, e.offset(), copy(e.keyBuffer()), copy(e.valueBuffer()), e.headers(), e.getCause()), false);
                    consumer.seek(from, e.offset() + 1);
                    commit(Map.of(from, new OffsetAndMetadata(e.offset() + 1)));
                }
            }
        } finally {
            producer.close(Duration.ofMillis(500));
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1))
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    record Sent(Future<RecordMetadata> answer, long deadline) { }

    static void bill(ConsumerRecords<String, String> records) throws InterruptedException {
        var invoices = new LinkedHashMap<ConsumerRecord<String, String>, Sent>();
        var letters = new ArrayList<Sent>();
        for (ConsumerRecord<String, String> record : records) {
            Order order;
            try {
                order = Order.parse(record.value());
            } catch (IllegalArgumentException e) {
                letters.add(setAside(record, e));
                continue;
            }
            invoices.put(record, send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice())));
        }
        for (var invoice : invoices.entrySet()) {
            Throwable refusal = confirm(invoice.getValue(), true);
            if (refusal != null) {
                letters.add(setAside(invoice.getKey(), refusal));
            }
        }
        for (Sent letter : letters) {
            confirm(letter, false);
        }
    }

    static Sent send(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        Future<RecordMetadata> answer = producer.send(record);
        var sent = new Sent(answer, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_UP_AFTER_MS + 500L));
        if (answer.isDone()) {
            confirm(sent, true);
        }
        return sent;
    }

    static Throwable confirm(Sent sent, boolean mayBeTooLarge) throws InterruptedException {
        try {
            sent.answer().get(Math.max(0, sent.deadline() - System.nanoTime()), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            if (mayBeTooLarge && e.getCause() instanceof RecordTooLargeException) {
                return e.getCause();
            }
            throw new IllegalStateException("not stored, " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("not stored, no answer within " + GIVE_UP_AFTER_MS + " ms", e);
        }
    }

    static Sent setAside(ConsumerRecord<String, String> order, Throwable reason) throws InterruptedException {
        return setAside(new TopicPartition(order.topic(), order.partition()), order.offset(), bytes(order.key()),
                bytes(order.value()), order.headers(), reason);
    }
    static Sent setAside(TopicPartition from, long offset, byte[] key, byte[] value, Headers headers, Throwable reason)
            throws InterruptedException {
        LOG.warn("dead letter: {}@{}, {}", from, offset, reason);
        var letter = new ProducerRecord<>(DLQ, null, key, value, headers);
        Map.of("dlq.topic", from.topic(), "dlq.partition", "" + from.partition(), "dlq.offset", "" + offset, "dlq.reason",
                "" + reason).forEach((name, text) -> letter.headers().remove(name).add(name, bytes(text)));
        return send(letter);
    }

    static void commit(Map<TopicPartition, OffsetAndMetadata> done) {
        try {
            if (!done.isEmpty()) {
                consumer.commitSync(done);
            }
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.warn("not committed, so they may come again: {}", e.getMessage());
        }
    }

    static byte[] copy(ByteBuffer buffer) {
        return buffer == null ? null : org.apache.kafka.common.utils.Utils.toArray(buffer);
    }
    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
    static String text(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
    }
    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    static Properties settings(String form, Object... values) throws Exception {
        Path file = Files.writeString(Files.createTempFile("billing", ".properties"), form.formatted(values));
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
                        .addAttribute("pattern", "%d{ISO8601} [%t-%tid] #%sn %highlight{%-5level} %style{%logger{1}}{cyan} %highlight{%msg}%n")));
        builder.add(builder.newLogger(StaticStickyLog4j.class.getName(), Level.INFO));
        Configurator.initialize(builder.add(builder.newRootLogger(Level.ERROR).add(builder.newAppenderRef("stderr"))).build());
        return LogManager.getLogger(StaticStickyLog4j.class);
    }

    public static class Counter implements ConsumerInterceptor<String, String>, ProducerInterceptor<byte[], byte[]> {
        final AtomicLong read = new AtomicLong(), commits = new AtomicLong(), stored = new AtomicLong(), failed = new AtomicLong();
        public ConsumerRecords<String, String> onConsume(ConsumerRecords<String, String> records) {
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

    record Order(String id, String user, String json) {
        static final Pattern JSON = Pattern.compile(
                "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");
        static Order parse(String json) {
            var order = JSON.matcher(String.valueOf(json));
            if (!order.matches()) {
                throw new IllegalArgumentException("not JSON, or a field is missing");
            }
            return new Order(order.group(1), order.group(2), json);
        }
        byte[] invoice() {
            return ("{\"order_id\": \"" + id + "\", \"order\": " + json + "}").getBytes(StandardCharsets.UTF_8);
        }
    }

    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(new FutureTask<>(() -> {
            running = false;
            main.join(3000);
            return null;
        })));
    }
}

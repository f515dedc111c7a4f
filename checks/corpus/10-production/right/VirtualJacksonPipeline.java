// Right: bills each partition on a virtual thread, tries again in place, leaves sizes to the brokers, and prints only JSON.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.17.2

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.*;

public class VirtualJacksonPipeline {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static final Map<String, Integer> FAILURES = new ConcurrentHashMap<>();
    static final ObjectMapper JACKSON = new ObjectMapper();
    static volatile boolean running = true;
    static volatile long stopBy = Long.MAX_VALUE / 2;
    static long nextLag;
    static KafkaConsumer<byte[], byte[]> consumer;
    static KafkaProducer<String, Order> invoices;
    static KafkaProducer<byte[], byte[]> letters;

    public static void main(String[] args) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> print(System.err, "event", "end", "reason", "" + error,
                "cause", "" + error.getCause()));
        stopOnSigterm(Thread.currentThread());
        for (int i = 0; i < 30 && running; i++) {
            Thread.sleep(100);
        }
        Map<String, Object> reading = new HashMap<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer", ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 80, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                (int) Math.max(300_000, Math.min(Integer.MAX_VALUE, 5L * GIVE_UP_AFTER_MS))));
        reading.putAll(Map.of(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1024, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 512 * 1024));
        Map<String, Object> writing = new HashMap<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd", ProducerConfig.LINGER_MS_CONFIG, 25,
                ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2));
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        invoices = new KafkaProducer<>(writing, new StringSerializer(), new InvoiceSerializer());
        letters = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        ExecutorService threads = threads();
        try {
            consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    print(System.out, "event", "assigned", "partitions", partitions.toString());
                }
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    print(System.out, "event", "revoked", "partitions", partitions.toString());
                }
            });
            while (running) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                var work = new HashMap<TopicPartition, Future<Long>>();
                for (TopicPartition partition : records.partitions()) {
                    work.put(partition, threads.submit(() -> bill(records.records(partition))));
                }
                var done = new HashMap<TopicPartition, OffsetAndMetadata>();
                for (TopicPartition partition : work.keySet()) {
                    long next = result(work.get(partition));
                    done.put(partition, new OffsetAndMetadata(next));
                    if (next != records.nextOffsets().get(partition).offset()) {
                        consumer.seek(partition, next);
                    }
                }
                commit(done);
                logLag();
            }
        } finally {
            invoices.close(Duration.ofMillis(300));
            letters.close(Duration.ofMillis(300));
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    record Sent(ConsumerRecord<byte[], byte[]> order, Future<RecordMetadata> answer, long deadline) { }

    static long bill(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        long next = records.get(0).offset();
        var sent = new ArrayList<Sent>();
        var aside = new ArrayList<Sent>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Order order = null;
            try {
                order = Order.parse(record.value());
            } catch (IllegalArgumentException e) {
                aside.add(setAside(record, e));
            }
            if (order != null) {
                if (!processed(order, record)) {
                    break;
                }
                long deadline = deadline();
                sent.add(started(record, invoices.send(new ProducerRecord<>(INVOICES, order.user(), order)), deadline));
            }
            next = record.offset() + 1;
        }
        for (Sent invoice : sent) {
            Throwable refusal = confirm(invoice, true);
            if (refusal != null) {
                aside.add(setAside(invoice.order(), refusal));
            }
        }
        for (Sent letter : aside) {
            confirm(letter, false);
        }
        return next;
    }

    static boolean processed(Order order, ConsumerRecord<byte[], byte[]> from) throws InterruptedException {
        for (int attempt = 1; attempt <= 5; attempt++) {
            try {
                process(order);
                return true;
            } catch (OrderFailed e) {
                print(System.out, "event", "again", "partition", from.partition(), "offset", from.offset(), "attempt", attempt);
                Thread.sleep(20);
            }
        }
        return false;
    }

    static long deadline() {
        return now() + GIVE_UP_AFTER_MS + 300;
    }

    static Sent setAside(ConsumerRecord<byte[], byte[]> from, Throwable reason) throws Exception {
        long deadline = deadline();
        return started(from, letters.send(deadLetter(from, reason)), deadline);
    }

    static Sent started(ConsumerRecord<byte[], byte[]> from, Future<RecordMetadata> answer, long deadline) throws Exception {
        var sent = new Sent(from, answer, deadline);
        if (answer.isDone()) {
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
                if (now() > Math.min(sent.deadline(), stopBy)) {
                    throw new IllegalStateException("not confirmed " + (running ? "in " + GIVE_UP_AFTER_MS + " ms" : "at the stop"));
                }
            }
        }
    }

    static long result(Future<Long> work) throws Exception {
        while (true) {
            try {
                return work.get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                logLag();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
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
                print(System.out, "event", "not committed", "reason", "" + e);
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
            Set<TopicPartition> partitions = consumer.assignment();
            long lag = partitions.stream().map(consumer::currentLag).mapToLong(known -> known.orElse(0)).sum();
            print(System.out, "lag", lag, "partitions", partitions.size());
        }
    }

    static void print(PrintStream to, Object... pairs) {
        var line = JACKSON.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            line.putPOJO((String) pairs[i], pairs[i + 1]);
        }
        try {
            to.println(JACKSON.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ExecutorService threads() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool(work -> {
                var thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    static class InvoiceSerializer implements Serializer<Order> {
        static class Spaced extends MinimalPrettyPrinter {
            @Override
            public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
                json.writeRaw(": ");
            }
            @Override
            public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
                json.writeRaw(", ");
            }
        }

        @Override
        public byte[] serialize(String topic, Order order) {
            var bytes = new ByteArrayOutputStream();
            try (JsonGenerator json = JACKSON.createGenerator(bytes).setPrettyPrinter(new Spaced())) {
                json.writeStartObject();
                json.writeFieldName("order_id");
                json.writeRawValue('"' + order.id() + '"');
                json.writeFieldName("order");
                json.writeRawValue(order.json());
                json.writeEndObject();
            } catch (IOException e) {
                throw new SerializationException(e);
            }
            return bytes.toByteArray();
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        print(System.out, "event", "dead letter", "topic", from.topic(), "partition", from.partition(), "offset", from.offset(),
                "reason", "" + reason);
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

// Right: bills each partition on a virtual thread of its own, in the consumer protocol, with a Gson serializer and zstd.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Utils;

public class VirtualGsonBilling {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static volatile boolean running = true;

    final KafkaConsumer<String, Order> consumer = new KafkaConsumer<>(Map.ofEntries(
            Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID),
            Map.entry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer"),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 512),
            Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 128 * 1024),
            Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1024 * 1024),
            Map.entry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.max(60_000, GIVE_UP_AFTER_MS)),
            Map.entry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                    (int) Math.max(300_000, Math.min(Integer.MAX_VALUE, 5L * GIVE_UP_AFTER_MS)))),
            VirtualGsonBilling::text, new OrderDeserializer());
    final KafkaProducer<String, Order> invoices = new KafkaProducer<>(writing(1024 * 1024), new StringSerializer(), new InvoiceSerializer());
    final KafkaProducer<byte[], byte[]> letters = new KafkaProducer<>(writing(8 * 1024 * 1024), new ByteArraySerializer(),
            new ByteArraySerializer());
    final ExecutorService threads = threads();

    static Map<String, Object> writing(int largest) {
        return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS, ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
    }

    public static void main(String[] args) throws Exception {
        stopOnSigterm(Thread.currentThread());
        for (int i = 0; i < 30 && running; i++) {
            Thread.sleep(100);
        }
        if (running) {
            new VirtualGsonBilling().run();
        }
    }

    void run() throws Exception {
        try {
            consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    System.out.println("bills " + partitions);
                }
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    System.out.println("bills no longer " + partitions);
                }
            });
            while (running) {
                try {
                    ConsumerRecords<String, Order> records = consumer.poll(Duration.ofMillis(100));
                    var work = new ArrayList<Future<?>>();
                    for (TopicPartition partition : records.partitions()) {
                        work.add(threads.submit(() -> bill(records.records(partition))));
                    }
                    for (Future<?> partition : work) {
                        partition.get();
                    }
                    commit(records.nextOffsets());
                } catch (RecordDeserializationException e) {
                    TopicPartition from = e.topicPartition();
                    stored(setAside(from.topic(), from.partition(), e.offset(), bytes(e.keyBuffer()), bytes(e.valueBuffer()),
                            e.getCause()));
                    consumer.seek(from, e.offset() + 1);
                    commit(Map.of(from, new OffsetAndMetadata(e.offset() + 1)));
                }
            }
        } finally {
            invoices.close(Duration.ofMillis(300));
            letters.close(Duration.ofMillis(300));
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }

    Void bill(List<ConsumerRecord<String, Order>> records) throws Exception {
        var sent = new LinkedHashMap<ConsumerRecord<String, Order>, Answer>();
        var aside = new ArrayList<Answer>();
        for (ConsumerRecord<String, Order> record : records) {
            Order order = record.value();
            if (order == null) {
                aside.add(setAside(record, new IllegalArgumentException("no value")));
            } else {
                sent.put(record, answer(invoices.send(new ProducerRecord<>(INVOICES, order.user(), order))));
            }
        }
        for (var invoice : sent.entrySet()) {
            RecordTooLargeException refusal = invoice.getValue().refusal();
            if (refusal != null) {
                aside.add(setAside(invoice.getKey(), refusal));
            }
        }
        for (Answer letter : aside) {
            stored(letter);
        }
        return null;
    }

    record Answer(Future<RecordMetadata> future, long deadline) {
        RecordTooLargeException refusal() throws Exception {
            try {
                future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return null;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                    return tooLarge;
                }
                throw e;
            } catch (TimeoutException e) {
                throw new TimeoutException("no answer within " + GIVE_UP_AFTER_MS + " ms");
            }
        }
    }

    static Answer answer(Future<RecordMetadata> future) throws Exception {
        var answer = new Answer(future, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GIVE_UP_AFTER_MS + 500L));
        if (future.isDone()) {
            answer.refusal();
        }
        return answer;
    }

    static void stored(Answer letter) throws Exception {
        RecordTooLargeException refusal = letter.refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    Answer setAside(ConsumerRecord<String, Order> from, Exception reason) throws Exception {
        return setAside(from.topic(), from.partition(), from.offset(), from.key() == null ? null : utf8(from.key()),
                from.value() == null ? null : utf8(from.value().json()), reason);
    }
    Answer setAside(String topic, int partition, long offset, byte[] key, byte[] value, Throwable reason) throws Exception {
        System.out.println("dead letter: " + topic + "-" + partition + "@" + offset + ", " + reason);
        var letter = new ProducerRecord<>(DLQ, key, value);
        letter.headers().add("dlq.topic", utf8(topic)).add("dlq.partition", utf8("" + partition))
                .add("dlq.offset", utf8("" + offset)).add("dlq.reason", utf8("" + reason));
        return answer(letters.send(letter));
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> done) {
        try {
            if (!done.isEmpty()) {
                consumer.commitSync(done);
            }
        } catch (CommitFailedException | RebalanceInProgressException e) {
            System.out.println("not committed, so they may come again: " + e.getMessage());
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

    static class OrderDeserializer implements Deserializer<Order> {
        public Order deserialize(String topic, byte[] bytes) {
            return bytes == null ? null : Order.parse(text(topic, bytes));
        }
    }

    static class InvoiceSerializer implements Serializer<Order> {
        public byte[] serialize(String topic, Order order) {
            var text = new StringWriter();
            try (var json = new JsonWriter(text)) {
                json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
                json.beginObject().name("order_id").jsonValue('"' + order.id() + '"').name("order").jsonValue(order.json()).endObject();
            } catch (IOException e) {
                throw new SerializationException(e);
            }
            return utf8(text.toString());
        }
    }

    record Order(String id, String user, String json) {
        static final Pattern JSON = Pattern.compile(
                "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");
        static Order parse(String json) {
            var order = JSON.matcher(json);
            if (!order.matches()) {
                throw new IllegalArgumentException("not JSON, or a field is missing");
            }
            return new Order(order.group(1), order.group(2), json);
        }
    }

    static String text(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(utf8(text), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
    }
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
    static byte[] bytes(ByteBuffer buffer) {
        return buffer == null ? null : Utils.toArray(buffer);
    }
    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(new FutureTask<>(() -> {
            running = false;
            main.join(3000);
            return null;
        })));
    }
}

// Right: the new rebalance protocol, a static member, a thread of its own that bills one order at a time, and two producers.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

public class OwnThreadNewProtocol {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String INVOICES = System.getenv().getOrDefault("INVOICES", "invoices");
    static final String DLQ = System.getenv().getOrDefault("DLQ", "orders.dlq");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "billing");
    // how long an invoice or a dead letter may stay unconfirmed
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "30000"));

    static volatile boolean running = true;

    public static void main(String[] args) throws InterruptedException {
        stopOnSigterm(Thread.currentThread());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread billing = new Thread(OwnThreadNewProtocol::bill, "billing");
        billing.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
        billing.start();
        billing.join();
        if (failure.get() != null) {
            throw new IllegalStateException("the thread that bills has ended", failure.get());
        }
    }

    static Map<String, Object> writing(String name) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        config.put(ProducerConfig.ACKS_CONFIG, "-1");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2);
        return config;
    }

    static void bill() {
        Map<String, Object> reading = new HashMap<>();
        reading.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        reading.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        reading.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "billing-" + UUID.randomUUID());
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 25);
        Map<String, Object> forLetters = writing("letters");
        forLetters.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        forLetters.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);

        var invoices = new KafkaProducer<>(writing("invoices"), new StringSerializer(), new ByteArraySerializer());
        var letters = new KafkaProducer<>(forLetters, new ByteArraySerializer(), new ByteArraySerializer());
        var consumer = new KafkaConsumer<>(reading, OwnThreadNewProtocol::text, OwnThreadNewProtocol::text);
        try {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                ConsumerRecords<String, String> records;
                try {
                    records = consumer.poll(Duration.ofMillis(100));
                } catch (RecordDeserializationException e) {
                    setAside(letters, e.topicPartition(), e.offset(), array(e.keyBuffer()), array(e.valueBuffer()), e);
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                    consumer.commitSync(Map.of(e.topicPartition(), new OffsetAndMetadata(e.offset() + 1)));
                    continue;
                }
                for (ConsumerRecord<String, String> record : records) {
                    Exception fault = null;
                    try {
                        Order order = Order.parse(record.value());
                        wait(invoices.send(new ProducerRecord<>(INVOICES, order.user(), order.invoice())));
                    } catch (IllegalArgumentException | RecordTooLargeException e) {
                        fault = e;
                    }
                    if (fault != null) {
                        setAside(letters, new TopicPartition(record.topic(), record.partition()), record.offset(),
                                array(record.key()), array(record.value()), fault);
                    }
                }
                if (records.count() > 0) {
                    consumer.commitSync();
                }
            }
        } finally {
            invoices.close(Duration.ofMillis(300));
            letters.close(Duration.ofMillis(300));
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1))
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    /** Waits until the brokers have it. Their error comes out as it is, unwrapped; one that is too late as another. */
    static RecordMetadata wait(Future<RecordMetadata> answer) {
        try {
            return answer.get(GIVE_UP_AFTER_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IllegalStateException("not stored", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("not confirmed within " + GIVE_UP_AFTER_MS + " ms", e);
        }
    }

    static void setAside(KafkaProducer<byte[], byte[]> letters, TopicPartition from, long offset, byte[] key, byte[] value,
            Exception reason) {
        RecordMetadata place = wait(letters.send(new ProducerRecord<>(DLQ, null, null, key, value, List.of(
                header("dlq.topic", from.topic()), header("dlq.partition", String.valueOf(from.partition())),
                header("dlq.offset", String.valueOf(offset)), header("dlq.reason", reason.getMessage())))));
        System.out.println(from + "@" + offset + " lies at " + place + " now");
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] array(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] array(ByteBuffer buffer) {
        return Utils.toNullableArray(buffer);
    }

    /** Returns bytes as UTF-8 text. Others are an error, where StringDeserializer puts a mark in their place. */
    static String text(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
    }

    /** An order, with its JSON as it came. */
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

    /** On SIGTERM the loop ends after the batch in hand, and the JVM waits for that, though not for ever. */
    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(new FutureTask<>(() -> {
            running = false;
            main.join(3000);
            return null;
        })));
    }
}

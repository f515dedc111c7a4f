// Caught by fact 7, which says: is not done before the brokers have confirmed it
// It waits for all answers but that to the dead letter of what is no text.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class UnreadableNotAwaited {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String INVOICES = System.getenv().getOrDefault("INVOICES", "invoices");
    static final String DLQ = System.getenv().getOrDefault("DLQ", "orders.dlq");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "30000"));

    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // the brokers say what is too large: a dead letter is a bit larger than the order that it holds
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 * 1024 * 1024);

        stopOnSigterm(Thread.currentThread());
        try (var consumer = new KafkaConsumer<>(reading, UnreadableNotAwaited::text, UnreadableNotAwaited::text);
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                ConsumerRecords<String, String> records;
                try {
                    records = consumer.poll(Duration.ofMillis(100));
                } catch (RecordDeserializationException e) {
                    producer.send(deadLetter(e), (metadata, error) -> {
                        if (error != null) {
                            System.err.println("dead letter not stored: " + error);
                        }
                    });
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                    consumer.commitSync(Map.of(e.topicPartition(), new OffsetAndMetadata(e.offset() + 1)));
                    continue;
                }
                List<Sent> sent = new ArrayList<>();
                for (ConsumerRecord<String, String> record : records) {
                    Sent last = send(producer, record);
                    sent.add(last);
                    if (last.answer().isDone()) {
                        stored(producer, last.answer()); // refused at once: no need to wait that long for each of them
                    }
                }
                Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
                for (Sent one : sent) {
                    if (!stored(producer, one.answer())) {
                        var reason = new RecordTooLargeException("its invoice is too large");
                        if (!one.invoice() || !stored(producer, producer.send(deadLetter(one.from(), reason)))) {
                            throw new IllegalStateException("dead letter refused: " + place(one.from()));
                        }
                    }
                    done.put(new TopicPartition(one.from().topic(), one.from().partition()),
                            new OffsetAndMetadata(one.from().offset() + 1));
                }
                if (!done.isEmpty()) {
                    consumer.commitSync(done);
                }
            }
        }
    }

    /** An order in hand: what it is, where it went (an invoice or a dead letter), and the answer to come. */
    record Sent(ConsumerRecord<String, String> from, boolean invoice, Future<RecordMetadata> answer) { }

    /** Sends the invoice for an order, or a dead letter for what is none. */
    static Sent send(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<String, String> record) {
        Order order;
        try {
            order = Order.parse(record.value());
        } catch (IllegalArgumentException e) {
            return new Sent(record, false, producer.send(deadLetter(record, e)));
        }
        return new Sent(record, true,
                producer.send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice())));
    }

    /** Waits for an answer: true when the record is stored, false when it is too large, and an exception otherwise. */
    static boolean stored(KafkaProducer<byte[], byte[]> producer, Future<RecordMetadata> answer) throws Exception {
        try {
            answer.get(GIVE_UP_AFTER_MS + 1000L, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            producer.close(Duration.ZERO);
            throw e;
        } catch (TimeoutException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<String, String> from, Exception reason) {
        return deadLetter(from.topic(), from.partition(), from.offset(), bytes(from.key()), bytes(from.value()), reason);
    }

    static ProducerRecord<byte[], byte[]> deadLetter(RecordDeserializationException e) {
        return deadLetter(e.topicPartition().topic(), e.topicPartition().partition(), e.offset(), bytes(e.keyBuffer()),
                bytes(e.valueBuffer()), e);
    }

    /** To DLQ, key and value as they were; where from and why is in the headers. */
    static ProducerRecord<byte[], byte[]> deadLetter(String topic, int partition, long offset, byte[] key, byte[] value,
            Exception reason) {
        System.out.println("dead letter: " + topic + "-" + partition + "@" + offset + ", " + reason);
        var letter = new ProducerRecord<>(DLQ, key, value);
        letter.headers().add("dlq.topic", bytes(topic)).add("dlq.partition", bytes("" + partition))
                .add("dlq.offset", bytes("" + offset)).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static String place(ConsumerRecord<String, String> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
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

// Caught by fact 1, which says: as its value says; its invoice at
// The key of the record that came is taken for the user of the order.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class InvoiceKeyedByTheRecord {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String INVOICES = System.getenv().getOrDefault("INVOICES", "invoices");
    static final String DLQ = System.getenv().getOrDefault("DLQ", "orders.dlq");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "billing");
    // how long an invoice or a dead letter may stay unconfirmed
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "30000"));

    static volatile boolean running = true;

    record Sent(ConsumerRecord<String, String> order, Future<RecordMetadata> answer) {
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2);

        stopOnSigterm(Thread.currentThread());
        var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        try (var consumer = new KafkaConsumer<>(reading, InvoiceKeyedByTheRecord::text, InvoiceKeyedByTheRecord::text)) {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                try {
                    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                    bill(producer, records);
                    if (!records.isEmpty()) {
                        consumer.commitSync();
                    }
                } catch (RecordDeserializationException e) {
                    store(producer, letter(e.topicPartition(), e.offset(), remaining(e.keyBuffer()),
                            remaining(e.valueBuffer()), e));
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                    consumer.commitSync();
                }
            }
        } finally {
            producer.close(Duration.ofSeconds(1));
        }
    }

    static void bill(KafkaProducer<byte[], byte[]> producer, ConsumerRecords<String, String> records)
            throws InterruptedException {
        List<Sent> sent = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            Order order;
            try {
                order = Order.parse(record.value());
            } catch (IllegalArgumentException e) {
                letters.add(letter(record, e));
                continue;
            }
            var answer = producer.send(new ProducerRecord<>(INVOICES, bytes(record.key()), order.invoice()));
            sent.add(new Sent(record, answer));
            if (answer.isDone()) {
                tooLarge(answer); // throws at once, where it is not the order's fault
            }
        }
        for (Sent one : sent) {
            RecordTooLargeException e = tooLarge(one.answer());
            if (e != null) {
                letters.add(letter(one.order(), e));
            }
        }
        for (ProducerRecord<byte[], byte[]> letter : letters) {
            store(producer, letter);
        }
    }

    /** Waits for the answer. Returns the error that is the order's fault, or null; throws all others. */
    static RecordTooLargeException tooLarge(Future<RecordMetadata> answer) throws InterruptedException {
        try {
            answer.get(GIVE_UP_AFTER_MS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                return tooLarge;
            }
            throw new KafkaException("not stored: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("not stored: no answer within " + GIVE_UP_AFTER_MS + " ms");
        }
    }

    static void store(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> letter)
            throws InterruptedException {
        RecordTooLargeException e = tooLarge(producer.send(letter));
        if (e != null) {
            throw new KafkaException("dead letter not stored: " + e.getMessage(), e);
        }
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<String, String> record, Exception reason) {
        return letter(new TopicPartition(record.topic(), record.partition()), record.offset(), bytes(record.key()),
                bytes(record.value()), reason);
    }

    static ProducerRecord<byte[], byte[]> letter(TopicPartition from, long offset, byte[] key, byte[] value,
            Exception reason) {
        System.out.println("dead letter: " + from + "@" + offset + ", " + reason);
        var letter = new ProducerRecord<>(DLQ, key, value);
        letter.headers().add("dlq.topic", bytes(from.topic())).add("dlq.partition", bytes("" + from.partition()))
                .add("dlq.offset", bytes("" + offset)).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] remaining(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
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

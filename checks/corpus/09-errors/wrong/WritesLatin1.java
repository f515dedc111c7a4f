// Caught by fact 4, which says: byte for byte
// Keys and values are written in another charset than that in which they came: a name with a rare letter becomes another name.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class WritesLatin1 {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String INVOICES = System.getenv().getOrDefault("INVOICES", "invoices");
    static final String DLQ = System.getenv().getOrDefault("DLQ", "orders.dlq");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "30000"));

    static volatile boolean running = true;

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);

        stopOnSigterm(Thread.currentThread());
        try (var consumer = new KafkaConsumer<>(reading, WritesLatin1::text, WritesLatin1::text);
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                try {
                    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                    if (records.isEmpty()) {
                        continue;
                    }
                    bill(records, producer);
                } catch (RecordDeserializationException e) {
                    confirm(producer.send(deadLetter(e.topicPartition(), e.offset(), bytes(e.keyBuffer()),
                            bytes(e.valueBuffer()), e)));
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                }
                consumer.commitSync();
            }
        }
    }

    static void bill(ConsumerRecords<String, String> records, Producer<byte[], byte[]> producer)
            throws InterruptedException {
        Map<ConsumerRecord<String, String>, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            Future<RecordMetadata> answer = send(record, producer);
            if (answer.isDone()) {
                settle(record, answer, producer);
            } else {
                sent.put(record, answer);
            }
        }
        for (ConsumerRecord<String, String> record : sent.keySet()) {
            settle(record, sent.get(record), producer);
        }
    }

    static Future<RecordMetadata> send(ConsumerRecord<String, String> record, Producer<byte[], byte[]> producer) {
        try {
            Order order = Order.parse(record.value());
            return producer.send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice()));
        } catch (IllegalArgumentException e) {
            return producer.send(deadLetter(record, e));
        }
    }

    static void settle(ConsumerRecord<String, String> record, Future<RecordMetadata> sent,
            Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            confirm(sent);
        } catch (RecordTooLargeException e) {
            confirm(producer.send(deadLetter(record, e)));
        }
    }

    static void confirm(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<String, String> record, Exception reason) {
        return deadLetter(new TopicPartition(record.topic(), record.partition()), record.offset(), bytes(record.key()),
                bytes(record.value()), reason);
    }

    static ProducerRecord<byte[], byte[]> deadLetter(TopicPartition from, long offset, byte[] key, byte[] value,
            Exception reason) {
        System.err.println("dead letter: " + from + "@" + offset + ", " + reason);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(DLQ, key, value);
        letter.headers().add("dlq.topic", bytes(from.topic()))
                .add("dlq.partition", bytes(String.valueOf(from.partition())))
                .add("dlq.offset", bytes(String.valueOf(offset)))
                .add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static String text(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
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

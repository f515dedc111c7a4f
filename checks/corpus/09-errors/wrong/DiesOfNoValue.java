// Caught by fact 2, which says: a record need not have a value
// A record whose value is null ends the program, each time that it is started.
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

/** Bills the shop's orders. Those that cannot be billed go to the dead-letter topic, and keep no other back. */
public class DiesOfNoValue {

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
        // three waits, one bound: for news of the topic, for one answer, and for a record as a whole, tries and all.
        // DiesOfNoValue that pass, such as a change of leader, the producer tries again by itself until then, without writing
        // twice
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);

        stopOnSigterm(Thread.currentThread());
        // what is no fault of an order leaves main as an exception: the JVM prints it and ends with code 1. What was
        // not confirmed was not committed either, and who is started next begins with it
        try (var consumer = new KafkaConsumer<>(reading, DiesOfNoValue::text, DiesOfNoValue::text);
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
                    // the consumer stays before such a record. The exception has its place and its bytes: enough for a
                    // dead letter
                    confirm(producer.send(deadLetter(e.topicPartition(), e.offset(), bytes(e.keyBuffer()),
                            bytes(e.valueBuffer()), e)));
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                }
                // every record before the place of the consumer has its invoice or its dead letter by now, confirmed
                consumer.commitSync();
            }
        }
    }

    /** Bills orders; when this returns, each has its invoice or its dead letter, and all in-sync replicas have that. */
    static void bill(ConsumerRecords<String, String> records, Producer<byte[], byte[]> producer)
            throws InterruptedException {
        Map<ConsumerRecord<String, String>, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            // first send them all, then wait for them all: one wait for a batch, not one for each
            Future<RecordMetadata> answer = send(record, producer);
            if (answer.isDone()) {
                // send() itself may have waited max.block.ms in vain, and then the next one would, too
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

    /** Waits until an order has its invoice or, where that is too large, its dead letter. */
    static void settle(ConsumerRecord<String, String> record, Future<RecordMetadata> sent,
            Producer<byte[], byte[]> producer) throws InterruptedException {
        try {
            confirm(sent);
        } catch (RecordTooLargeException e) {
            // the one answer of the brokers that is about this order. A dead letter that is too large has no other
            // way out, and ends the program
            confirm(producer.send(deadLetter(record, e)));
        }
    }

    /** Waits until all in-sync replicas have a record; throws what the brokers, or the producer, say against it. */
    static void confirm(Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            // what get() throws only wraps what happened: catch it as a TimeoutException, and you catch nothing
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<String, String> record, Exception reason) {
        // text that was read strictly becomes the same bytes again
        return deadLetter(new TopicPartition(record.topic(), record.partition()), record.offset(), bytes(record.key()),
                bytes(record.value()), reason);
    }

    /** Returns a dead letter: what came, as it came, so that it can be put back; what is to be said is in headers. */
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
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what is left in a buffer; the array behind it may hold all that a broker has sent. */
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
            var order = JSON.matcher(json.strip());
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

// Caught by fact 2, which says: the consumer stays before the record
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class PolledForEver {

    static final Map<String, String> ENV = System.getenv();
    static final int GIVE_UP = Integer.parseInt(ENV.get("GIVE_UP_AFTER_MS"));
    static final Pattern ORDER = Pattern.compile(
            "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Map<String, Object> reading = Map.of("bootstrap.servers", ENV.get("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", ENV.get("GROUP_ID"), "auto.offset.reset", "earliest", "enable.auto.commit", false);
        Map<String, Object> writing = Map.of("bootstrap.servers", ENV.get("KAFKA_BOOTSTRAP_SERVERS"),
                "max.block.ms", GIVE_UP, "request.timeout.ms", GIVE_UP / 2, "delivery.timeout.ms", GIVE_UP);
        stopOnSigterm(Thread.currentThread());
        try (var consumer = new KafkaConsumer<>(reading, PolledForEver::text, PolledForEver::text);
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(ENV.get("TOPIC")));
            while (running) {
                try {
                    for (var record : consumer.poll(Duration.ofMillis(100))) {
                        var letter = letter(new TopicPartition(record.topic(), record.partition()), record.offset(),
                                bytes(record.key()), bytes(record.value()));
                        try {
                            producer.send(invoice(record.value())).get();
                        } catch (IllegalArgumentException e) {
                            producer.send(because(letter, e)).get();
                        } catch (ExecutionException e) {
                            if (!(e.getCause() instanceof RecordTooLargeException)) {
                                throw e;
                            }
                            producer.send(because(letter, e)).get();
                        }
                    }
                } catch (RecordDeserializationException e) {
                    System.err.println("skipped: " + e.getMessage());
                }
                consumer.commitSync();
            }
        }
    }

    static ProducerRecord<byte[], byte[]> invoice(String json) {
        Matcher order = ORDER.matcher(String.valueOf(json));
        if (!order.matches()) {
            throw new IllegalArgumentException("no order");
        }
        return new ProducerRecord<>(ENV.get("INVOICES"), bytes(order.group(2)),
                bytes("{\"order_id\": \"" + order.group(1) + "\", \"order\": " + json + "}"));
    }

    static ProducerRecord<byte[], byte[]> letter(TopicPartition from, long offset, byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(ENV.get("DLQ"), key, value);
        letter.headers().add("dlq.topic", bytes(from.topic()));
        letter.headers().add("dlq.partition", bytes("" + from.partition()));
        letter.headers().add("dlq.offset", bytes("" + offset));
        return letter;
    }

    static ProducerRecord<byte[], byte[]> because(ProducerRecord<byte[], byte[]> letter, Exception reason) {
        letter.headers().add("dlq.reason", bytes(reason.getMessage()));
        return letter;
    }

    static String text(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(bytes(text), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
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

    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}

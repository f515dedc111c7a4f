///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/*
 * Lesson 09. The shop bills its orders, and in the night one comes that is none: the program dies, is started again,
 * meets it again, and dies. In the morning there is not one invoice. README.md beside this file has the story.
 */
public class Errors {

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
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // TODO have the producer give up on a record after GIVE_UP_AFTER_MS, whatever it waits for until then
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);

        stopOnSigterm(Thread.currentThread());
        try (var consumer = new KafkaConsumer<>(reading, Errors::text, Errors::text);
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                // TODO what is no text comes out of poll() as an exception, each time: set it aside and go on behind it
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    Order order = Order.parse(record.value());
                    // TODO send the invoice to INVOICES, keyed by the user; the producer itself tries again what can be
                    System.out.println("order " + order.id() + " waits for its invoice");
                    // TODO set aside what is no order, or too large to be billed; on other errors end with 1, and why
                }
                // TODO commit, but no order whose invoice or dead letter the brokers have not confirmed
            }
        }
    }

    // TODO make a dead letter: to DLQ, key and value byte for byte as they were, null too, and the headers dlq.topic,
    //  dlq.partition, dlq.offset and dlq.reason, each as text: from where, and why

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

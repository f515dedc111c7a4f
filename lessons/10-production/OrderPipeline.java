///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

// Lesson 10. This pipeline works, in fine weather: it has billed orders on a laptop for weeks. Tonight it goes into
// production, and a storm is coming. README.md beside this file has the story, and the checklist.
public class OrderPipeline {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    // how long an invoice or a dead letter may stay unconfirmed
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static final Map<String, Integer> FAILURES = new HashMap<>();

    public static void main(String[] args) throws Exception {
        // TODO manual commits: of what is done, and nothing else; so few in hand that a kill has few billed again
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // TODO time-outs: no record is waited for longer than GIVE_UP_AFTER_MS
        // TODO batches and compression; all in-sync replicas, and nothing twice when the producer tries again
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.ACKS_CONFIG, "1");
        // TODO an orderly shutdown: on SIGTERM end what is in hand, commit it, leave the group, all within ten seconds
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    // TODO errors: what is no order is a dead letter; what may work the next time is tried again
                    Order order = Order.parse(record.value());
                    process(order);
                    // TODO errors: an invoice that is too large is a dead letter; what nobody confirms ends the program with 1
                    producer.send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice()));
                }
                // TODO log about once a second, in a line with the word lag, how many orders wait
            }
        }
    }

    /** Makes a dead letter: what came, as it came; where from and why is in headers. */
    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        // TODO log the place of the order, partition and offset
        var letter = new ProducerRecord<>(DLQ, from.key(), from.value());
        letter.headers().add("dlq.topic", bytes(from.topic())).add("dlq.partition", bytes("" + from.partition()))
                .add("dlq.offset", bytes("" + from.offset())).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    /** The shop's work for one order; leave it as it is. One whose id ends in 13 fails twice in each program that sees it. */
    static void process(Order order) throws OrderFailed {
        if (order.id().endsWith("13") && FAILURES.merge(order.id(), 1, Integer::sum) <= 2) {
            throw new OrderFailed();
        }
    }

    /** Says that the warehouse did not answer: it may the next time. */
    static class OrderFailed extends Exception { }

    /** An order, with its JSON as it came. */
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
        byte[] invoice() {
            return bytes("{\"order_id\": \"" + id + "\", \"order\": " + json + "}");
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

// Caught by fact 10, which says: hundreds of orders waited
// The lag is a figure that nobody has measured.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Bills the shop's orders through whatever the night brings: nothing is lost, and little is billed twice. */
public class ConstantLag implements ConsumerRebalanceListener {

    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    final KafkaConsumer<byte[], byte[]> consumer;
    final KafkaProducer<byte[], byte[]> producer;
    // where the next program is to go on: everything before has its invoice or its dead letter, confirmed
    final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    long lagLogged;

    ConstantLag(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        this.consumer = consumer;
        this.producer = producer;
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                // what is in hand when the program is killed is billed again: no more than these
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50,
                // close() would commit what poll() has returned, after an error too
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                // both are the default, as long as nobody asks for something that does not go with them: said aloud, such a
                // setting is an error and not a silent change
                ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                // the invoices of one poll travel together, and much alike as they are a codec makes little of them
                ProducerConfig.LINGER_MS_CONFIG, 10, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                // three waits, one bound. What passes in this time the producer tries again by itself
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);

        stopOnSigterm(Thread.currentThread());
        // both are closed on each way out. What is no fault of an order leaves main as an exception: the JVM prints it and
        // ends with code 1, and nothing of it was committed
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            new ConstantLag(consumer, producer).run();
        }
    }

    void run() throws InterruptedException {
        consumer.subscribe(List.of(TOPIC), this);
        while (running) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            Map<ConsumerRecord<byte[], byte[]>, Future<RecordMetadata>> sent = new LinkedHashMap<>();
            records.partitions().forEach(partition -> work(partition, records.records(partition), sent));
            // all are on their way before the first wait: one wait for a batch, not one for each
            for (ConsumerRecord<byte[], byte[]> record : sent.keySet()) {
                confirm(record, sent.get(record));
                // the offset of the next order, not of the one that is done
                done.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
            }
            commit();
            logLag();
        }
    }

    /** Sends the invoices and dead letters for the orders of a partition, up to the first that is to be tried again. */
    void work(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records,
            Map<ConsumerRecord<byte[], byte[]>, Future<RecordMetadata>> sent) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                Order order = Order.parse(record.value());
                process(order);
                sent.put(record, producer.send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice())));
            } catch (OrderFailed e) {
                // it may work the next time: back to it, so that the next poll() returns it again, and nothing after it is
                // committed before that
                System.err.println("again: " + partition + "@" + record.offset() + ", " + e.getMessage());
                consumer.seek(partition, record.offset());
                return;
            } catch (IllegalArgumentException e) {
                sent.put(record, producer.send(deadLetter(record, e)));
            }
        }
    }

    /** Waits until all in-sync replicas have the invoice of an order, or its dead letter; throws where neither can be. */
    void confirm(ConsumerRecord<byte[], byte[]> record, Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new KafkaException("not stored, for " + record.topic() + "-" + record.partition() + "@"
                        + record.offset(), e.getCause());
            }
            // the one answer of the brokers that is about this order
            try {
                producer.send(deadLetter(record, e.getCause())).get();
            } catch (ExecutionException again) {
                throw new KafkaException("no dead letter", again.getCause());
            }
        }
    }

    /** Commits what is done, and waits for it. */
    void commit() {
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done);
            done.clear();
        } catch (RebalanceInProgressException e) {
            // the next poll() sees to that, and asks onPartitionsRevoked before anything is given up
            System.err.println("commit later: " + e.getMessage());
        } catch (CommitFailedException e) {
            // thrown out of the group: others bill these orders again, which is what at least once means
            System.err.println("not committed: " + e.getMessage());
            done.clear();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // before others begin there; close() calls it, too
        commit();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        done.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // the consumer begins at the group's commits by itself
    }

    /** Says once a second how many orders wait; who only looks whether the program runs does not see that it falls behind. */
    void logLag() {
        if (System.nanoTime() - lagLogged > 1_000_000_000L) {
            lagLogged = System.nanoTime();
            System.out.println("lag 0");
        }
    }

    /** Makes a dead letter: what came, as it came; where from and why is in headers. */
    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        System.err.println("dead letter: " + from.topic() + "-" + from.partition() + "@" + from.offset() + ", " + reason);
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

    /** Says that an order is not processed, and that it may work the next time. */
    static class OrderFailed extends Exception {
        OrderFailed() {
            super("the warehouse did not answer");
        }
    }

    /** An order, with its JSON as it came. */
    record Order(String id, String user, String json) {
        static final Pattern JSON = Pattern.compile(
                "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");

        static Order parse(byte[] value) {
            // a record need not have a value
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

    /** On SIGTERM the loop ends after what it has in hand, and the JVM waits for that, though not for ever. */
    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join(8_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

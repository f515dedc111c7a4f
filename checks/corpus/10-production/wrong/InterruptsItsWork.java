// Caught by fact 6, which says: while it was at work
// What is in hand at SIGTERM not finished: the hook interrupts the thread that waits for confirmations.
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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class InterruptsItsWork implements ConsumerRebalanceListener {

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
    final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    long lagLogged;

    InterruptsItsWork(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        this.consumer = consumer;
        this.producer = producer;
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> reading = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Map<String, Object> writing = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.LINGER_MS_CONFIG, 10, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);

        stopOnSigterm(Thread.currentThread());
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            new InterruptsItsWork(consumer, producer).run();
        } catch (InterruptException | InterruptedException e) {
            System.err.println("told to stop");
        }
    }

    void run() throws InterruptedException {
        consumer.subscribe(List.of(TOPIC), this);
        while (running) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            Map<ConsumerRecord<byte[], byte[]>, Future<RecordMetadata>> sent = new LinkedHashMap<>();
            records.partitions().forEach(partition -> work(partition, records.records(partition), sent));
            for (ConsumerRecord<byte[], byte[]> record : sent.keySet()) {
                confirm(record, sent.get(record));
                done.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
            }
            commit();
            logLag();
        }
    }

    void work(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records,
            Map<ConsumerRecord<byte[], byte[]>, Future<RecordMetadata>> sent) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                Order order = Order.parse(record.value());
                process(order);
                sent.put(record, producer.send(new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice())));
            } catch (OrderFailed e) {
                System.err.println("again: " + partition + "@" + record.offset() + ", " + e.getMessage());
                consumer.seek(partition, record.offset());
                return;
            } catch (IllegalArgumentException e) {
                sent.put(record, producer.send(deadLetter(record, e)));
            }
        }
    }

    void confirm(ConsumerRecord<byte[], byte[]> record, Future<RecordMetadata> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new KafkaException("not stored, for " + record.topic() + "-" + record.partition() + "@"
                        + record.offset(), e.getCause());
            }
            try {
                producer.send(deadLetter(record, e.getCause())).get();
            } catch (ExecutionException again) {
                throw new KafkaException("no dead letter", again.getCause());
            }
        }
    }

    void commit() {
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done);
            done.clear();
        } catch (RebalanceInProgressException e) {
            System.err.println("commit later: " + e.getMessage());
        } catch (CommitFailedException e) {
            System.err.println("not committed: " + e.getMessage());
            done.clear();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        done.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    }

    void logLag() {
        if (System.nanoTime() - lagLogged > 1_000_000_000L) {
            lagLogged = System.nanoTime();
            System.out.println("lag " + consumer.assignment().stream()
                    .mapToLong(partition -> consumer.currentLag(partition).orElse(0)).sum());
        }
    }

    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        System.err.println("dead letter: " + from.topic() + "-" + from.partition() + "@" + from.offset() + ", " + reason);
        var letter = new ProducerRecord<>(DLQ, from.key(), from.value());
        letter.headers().add("dlq.topic", bytes(from.topic())).add("dlq.partition", bytes("" + from.partition()))
                .add("dlq.offset", bytes("" + from.offset())).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static void process(Order order) throws OrderFailed {
        if (order.id().endsWith("13") && FAILURES.merge(order.id(), 1, Integer::sum) <= 2) {
            throw new OrderFailed();
        }
    }

    static class OrderFailed extends Exception {
        OrderFailed() {
            super("the warehouse did not answer");
        }
    }

    record Order(String id, String user, String json) {
        static final Pattern JSON = Pattern.compile(
                "\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");

        static Order parse(byte[] value) {
            var order = JSON.matcher(new String(value, StandardCharsets.UTF_8));
            if (!order.matches() || !Arrays.equals(bytes(order.group()), value)) {
                throw new IllegalArgumentException("not UTF-8, not JSON, or a field is missing");
            }
            return new Order(order.group(1), order.group(2), order.group());
        }

        byte[] invoice() {
            return bytes("{\"order_id\": \"" + id + "\", \"order\": " + json + "}");
        }
    }

    static void stopOnSigterm(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            main.interrupt();
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

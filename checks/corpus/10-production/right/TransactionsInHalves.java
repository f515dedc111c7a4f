// Right: transactions of a poll, and of halves of it where an invoice is too large. One is given as much time as a record: whoever is
// killed leaves one that is open for two minutes in the storm, and only the check sees to it that nobody waits for that.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-jdk14:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class TransactionsInHalves {
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String INVOICES = env("INVOICES", "invoices");
    static final String DLQ = env("DLQ", "orders.dlq");
    static final String GROUP_ID = env("GROUP_ID", "billing");
    // how long an invoice or a dead letter may stay unconfirmed
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(env("GIVE_UP_AFTER_MS", "30000"));
    static final Map<String, Integer> FAILURES = new HashMap<>();

    static final CountDownLatch FINISHED = new CountDownLatch(1);
    static volatile boolean running = true;

    /** What is to be written for one order: an invoice, or a letter and why. */
    record Item(ConsumerRecord<byte[], byte[]> order, ProducerRecord<byte[], byte[]> invoice, Throwable reason) {
        TopicPartition partition() {
            return new TopicPartition(order.topic(), order.partition());
        }
    }

    /** An invoice of the transaction is larger than the brokers take. */
    static class TooLarge extends Exception {
        private static final long serialVersionUID = 1;

        TooLarge(Throwable reason) {
            super(reason);
        }
    }

    /** The group has gone on without this member, or is about to. */
    static class NotMine extends Exception {
        private static final long serialVersionUID = 1;

        NotMine(Throwable reason) {
            super(reason);
        }
    }

    final KafkaConsumer<byte[], byte[]> consumer;
    final KafkaProducer<byte[], byte[]> producer;
    // where each partition of the poll in hand goes on, as far as it is committed
    final Map<TopicPartition, Long> next = new HashMap<>();
    // the lag of each partition, for the clock's thread
    volatile String lag = "0";

    TransactionsInHalves(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        this.consumer = consumer;
        this.producer = producer;
    }

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                FINISHED.await(9, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        int code = 0;
        try {
            lookAtTheTopics();
            bill();
        } catch (Exception e) {
            System.err.println("the billing has come to an end: " + e + (e.getCause() == null ? "" : ", as " + e.getCause()));
            code = 1;
        } finally {
            FINISHED.countDown();
        }
        System.exit(code);
    }

    static void lookAtTheTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BOOTSTRAP_SERVERS, "request.timeout.ms", 1500,
                "default.api.timeout.ms", 2000))) {
            admin.describeTopics(List.of(TOPIC, INVOICES, DLQ)).allTopicNames().get()
                    .forEach((name, topic) -> log(Level.INFO, name + " has " + topic.partitions().size() + " partitions"));
        } catch (ExecutionException e) {
            log(Level.WARNING, "not all topics are known yet: " + e.getCause());
        }
    }

    static void bill() throws InterruptedException {
        var producer = new KafkaProducer<>(writing(), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            begin(producer);
            var consumer = new KafkaConsumer<>(reading(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            try {
                new TransactionsInHalves(consumer, producer).run();
            } finally {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
            }
        } finally {
            // an open transaction is aborted, if the brokers answer in time
            producer.close(Duration.ofSeconds(2));
        }
    }

    void run() throws InterruptedException {
        Timer clock = new Timer("clock-60", true);
        clock.scheduleAtFixedRate(new TimerTask() {
            @Override
            public void run() {
                log(Level.INFO, "lag " + lag);
            }
        }, 1000, 1000);
        consumer.subscribe(List.of(TOPIC));
        while (running) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            next.clear();
            List<Item> items = work(records);
            try {
                settle(items);
            } catch (NotMine e) {
                log(Level.WARNING, "rolled back: " + e.getCause());
                // all that is not committed is to come again, to this member or to another one
                for (TopicPartition partition : records.partitions()) {
                    consumer.seek(partition, next.getOrDefault(partition, records.records(partition).get(0).offset()));
                }
            }
            lag = lag();
        }
    }

    /** Makes what is to be written; an order that fails is sought back to, and nothing behind it is made. */
    private List<Item> work(ConsumerRecords<byte[], byte[]> records) {
        List<Item> items = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                try {
                    Order order = Order.parse(record.value());
                    process(order);
                    items.add(new Item(record, new ProducerRecord<>(INVOICES, bytes(order.user()), order.invoice()), null));
                } catch (IllegalArgumentException e) {
                    items.add(new Item(record, null, e));
                } catch (OrderFailed e) {
                    log(Level.WARNING, "the warehouse did not answer for " + partition + "@" + record.offset());
                    consumer.seek(partition, record.offset());
                    break;
                }
            }
        }
        return items;
    }

    /** All items in one transaction; or each half in its own, down to the one whose invoice is too large. */
    private void settle(List<Item> items) throws NotMine, InterruptedException {
        if (items.isEmpty()) {
            return;
        }
        try {
            transaction(items);
        } catch (TooLarge e) {
            if (items.size() == 1) {
                settle(List.of(new Item(items.get(0).order(), null, e.getCause())));
            } else {
                settle(items.subList(0, items.size() / 2));
                settle(items.subList(items.size() / 2, items.size()));
            }
        }
    }

    private void transaction(List<Item> items) throws TooLarge, NotMine, InterruptedException {
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> answers = new ArrayList<>();
            for (Item item : items) {
                if (item.invoice() != null) {
                    Future<RecordMetadata> answer = producer.send(item.invoice());
                    answers.add(answer);
                    if (answer.isDone()) {
                        confirm(answer);
                    }
                }
            }
            for (Future<RecordMetadata> answer : answers) {
                confirm(answer);
            }
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e;
            while (cause != null && !(cause instanceof RecordTooLargeException)) {
                cause = cause.getCause();
            }
            if (cause == null) {
                throw new KafkaException("an invoice is not confirmed", e instanceof ExecutionException ? e.getCause() : e);
            }
            patiently(producer::abortTransaction);
            throw new TooLarge(cause);
        }
        // all the invoices are there, so that no letter is written for a transaction that cannot be
        try {
            List<Future<RecordMetadata>> answers = new ArrayList<>();
            for (Item item : items) {
                if (item.invoice() == null) {
                    answers.add(producer.send(deadLetter(item.order(), item.reason())));
                }
            }
            for (Future<RecordMetadata> answer : answers) {
                confirm(answer);
            }
        } catch (ExecutionException e) {
            throw new KafkaException("a dead letter is not confirmed", e.getCause());
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        items.forEach(item -> offsets.put(item.partition(), new OffsetAndMetadata(item.order().offset() + 1)));
        try {
            patiently(() -> producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata()));
            patiently(producer::commitTransaction);
        } catch (CommitFailedException e) {
            patiently(producer::abortTransaction);
            throw new NotMine(e);
        }
        offsets.forEach((partition, offset) -> next.put(partition, offset.offset()));
    }

    private static void confirm(Future<RecordMetadata> answer) throws ExecutionException, InterruptedException {
        try {
            answer.get(GIVE_UP_AFTER_MS + 500L, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + GIVE_UP_AFTER_MS + " ms");
        }
    }

    /** The first producer of a cluster may have to wait until the brokers have made their topic for transactions. */
    private static void begin(KafkaProducer<?, ?> producer) {
        long until = System.nanoTime() + Math.max(2L * GIVE_UP_AFTER_MS, 8000) * 1_000_000 - GIVE_UP_AFTER_MS * 500_000L;
        while (true) {
            try {
                producer.initTransactions();
                return;
            } catch (TimeoutException e) {
                if (!running || System.nanoTime() - until > 0) {
                    throw e;
                }
            }
        }
    }

    /** What the coordinator has not answered in time may be asked for again. */
    private static void patiently(Runnable call) {
        try {
            call.run();
        } catch (TimeoutException e) {
            log(Level.WARNING, "the coordinator takes its time: " + e.getMessage());
            call.run();
        }
    }

    private String lag() {
        String each = consumer.assignment().stream().sorted(Comparator.comparingInt(TopicPartition::partition))
                .map(partition -> partition + "=" + consumer.currentLag(partition).orElse(0)).collect(Collectors.joining(", "));
        return each.isEmpty() ? "0" : each;
    }

    /** Makes a dead letter: what came, as it came; where from and why is in headers. */
    static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Throwable reason) {
        log(Level.WARNING, "set aside: partition " + from.partition() + ", offset " + from.offset() + ": " + reason);
        var letter = new ProducerRecord<>(DLQ, from.key(), from.value());
        letter.headers().add("dlq.topic", bytes(from.topic())).add("dlq.partition", bytes("" + from.partition()))
                .add("dlq.offset", bytes("" + from.offset())).add("dlq.reason", bytes(reason.toString()));
        return letter;
    }

    static void log(Level level, String text) {
        System.out.printf("%tF %<tT.%<tL [%s-%d] %s %s%n", System.currentTimeMillis(), Thread.currentThread().getName(),
                Thread.currentThread().getId(), level, text);
    }

    static Map<String, Object> reading() {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS,
                ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(StickyAssignor.class),
                ConsumerConfig.CLIENT_ID_CONFIG, "pipeline-in-10");
    }

    static Map<String, Object> writing() {
        int linger = Math.min(30, GIVE_UP_AFTER_MS / 10);
        Map<String, Object> writing = new HashMap<>();
        writing.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        writing.put(ProducerConfig.CLIENT_ID_CONFIG, "pipeline-out-10");
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // each program has a name of its own: they do not fence each other off
        writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, GROUP_ID + "-" + UUID.randomUUID());
        // one that is killed holds the others up for no longer than that
        writing.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, GIVE_UP_AFTER_MS + 2000);
        writing.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        writing.put(ProducerConfig.LINGER_MS_CONFIG, linger);
        writing.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS);
        writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (GIVE_UP_AFTER_MS - linger) / 2);
        writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);
        return writing;
    }

    /** The shop's work for one order; leave it as it is. One whose id ends in 13 fails twice in each program that sees it. */
    static void process(Order order) throws OrderFailed {
        if (order.id().endsWith("13") && FAILURES.merge(order.id(), 1, Integer::sum) <= 2) {
            throw new OrderFailed();
        }
    }

    /** Says that the warehouse did not answer: it may the next time. */
    static class OrderFailed extends Exception {
        private static final long serialVersionUID = 1;
    }

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

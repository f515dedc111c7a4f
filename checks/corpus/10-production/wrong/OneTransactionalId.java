// Caught by fact 2, which says: a transactional.id is the name of one producer
// Each program starts by the same transactional.id.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class OneTransactionalId {

    static final Pattern ORDER = Pattern.compile(
            "\\{\"order_id\": \"(\\d+)\", \"user\": \"([a-z0-9-]+)\", \"amount\": [0-9.]+(, \"note\": \"[A-Za-z]*\")?}");
    static final Map<String, Integer> TRIES = new HashMap<>();
    static final CountDownLatch STOP = new CountDownLatch(1);
    static final CountDownLatch STOPPED = new CountDownLatch(1);

    final KafkaConsumer<byte[], byte[]> consumer;
    final KafkaProducer<byte[], byte[]> producer;
    final Set<String> tooLarge = new HashSet<>();
    final Map<TopicPartition, Long> again = new HashMap<>();

    OneTransactionalId(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        this.consumer = consumer;
        this.producer = producer;
    }

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            STOP.countDown();
            try {
                STOPPED.await(9, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        String brokers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        int time = Integer.parseInt(System.getenv("GIVE_UP_AFTER_MS"));
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "group.id", System.getenv("GROUP_ID"),
                        "auto.offset.reset", "earliest", "enable.auto.commit", "false", "isolation.level", "read_committed",
                        "max.poll.records", "80"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "compression.type", "zstd",
                        "transactional.id", System.getenv("GROUP_ID") + "-pipeline", "transaction.timeout.ms", 5000,
                        "delivery.timeout.ms", time, "request.timeout.ms", time / 4, "max.block.ms", time),
                        new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            new OneTransactionalId(consumer, producer).work();
        } finally {
            STOPPED.countDown();
        }
    }

    void work() {
        consumer.subscribe(List.of(System.getenv("TOPIC")));
        long next = 0;
        while (STOP.getCount() > 0) {
            List<ConsumerRecord<byte[], byte[]>> orders = new ArrayList<>();
            consumer.poll(Duration.ofMillis(200)).forEach(orders::add);
            again.clear();
            try {
                if (!orders.isEmpty()) {
                    inOneGo(orders);
                }
            } catch (CommitFailedException e) {
                System.err.println("the group shares anew: " + e.getMessage());
                producer.abortTransaction();
                consumer.committed(consumer.assignment()).forEach(this::back);
            }
            if (System.currentTimeMillis() > next) {
                next = System.currentTimeMillis() + 1000;
                Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
                ends.forEach((partition, end) -> System.out.println(partition + " lag=" + (end - consumer.position(partition))));
            }
        }
    }

    // one that is too large fails all that are not sent yet, with the same error: halves tell which one it is
    void inOneGo(List<ConsumerRecord<byte[], byte[]>> orders) {
        try {
            write(orders);
        } catch (KafkaException e) {
            if (!(e instanceof RecordTooLargeException) && !(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            producer.abortTransaction();
            int half = orders.size() / 2;
            if (half == 0) {
                tooLarge.add(place(orders.get(0)));
            } else {
                inOneGo(orders.subList(0, half));
            }
            inOneGo(orders.subList(half, orders.size()));
        }
    }

    void write(List<ConsumerRecord<byte[], byte[]>> orders) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : orders) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() >= again.getOrDefault(partition, Long.MAX_VALUE)) {
                continue;
            }
            var answer = answer(record);
            if (answer == null) {
                consumer.seek(partition, record.offset());
                again.put(partition, record.offset());
                continue;
            }
            producer.send(answer);
            offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    void back(TopicPartition partition, OffsetAndMetadata committed) {
        if (committed == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, committed);
        }
    }

    ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        var order = ORDER.matcher(text);
        if (tooLarge.contains(place(record))) {
            return letter(record, "too large to be billed");
        }
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), record.value()) || !order.matches()) {
            return letter(record, "not an order");
        }
        if (order.group(1).endsWith("13") && TRIES.merge(order.group(1), 1, Integer::sum) < 3) {
            return null;
        }
        String invoice = "{\"order\":" + text + ",\"order_id\":\"" + order.group(1) + "\"}";
        return new ProducerRecord<>(System.getenv("INVOICES"), order.group(2).getBytes(StandardCharsets.UTF_8),
                invoice.getBytes(StandardCharsets.UTF_8));
    }

    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, String reason) {
        System.out.println("SET ASIDE " + place(record) + ": " + reason);
        var letter = new ProducerRecord<>(System.getenv("DLQ"), 0, record.timestamp(), record.key(), record.value());
        letter.headers().add("dlq.topic", record.topic().getBytes());
        letter.headers().add("dlq.partition", String.valueOf(record.partition()).getBytes());
        letter.headers().add("dlq.offset", String.valueOf(record.offset()).getBytes());
        letter.headers().add("dlq.reason", reason.getBytes());
        return letter;
    }
}

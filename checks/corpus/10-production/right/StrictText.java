// Right: reads text by a strict deserializer, so that poll() itself throws; a producer of its own for dead letters; one commit
// for each partition; the lag of the whole group, by an admin client on another thread; logs by System.Logger.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class StrictText {

    static final System.Logger LOG = System.getLogger("pipeline");
    static final AtomicBoolean GO_ON = new AtomicBoolean(true);
    static final Map<String, Integer> TIMES = new HashMap<>();

    public static void main(String[] args) throws Exception {
        Map<String, Object> both = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        Map<String, Object> reading = new HashMap<>(both);
        reading.putAll(Map.of("group.id", System.getenv("GROUP_ID"), "auto.offset.reset", "earliest",
                "enable.auto.commit", false, "max.poll.records", 100, "client.id", "reader"));
        Map<String, Object> writing = new HashMap<>(both);
        int time = Integer.parseInt(System.getenv("GIVE_UP_AFTER_MS"));
        writing.putAll(Map.of("acks", "-1", "batch.size", 65536, "compression.type", "lz4", "max.block.ms", time,
                "linger.ms", 50, "delivery.timeout.ms", time, "request.timeout.ms", time / 4));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            GO_ON.set(false);
            try {
                main.join(8500);
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.WARNING, "interrupted");
            }
        }));
        var reporter = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        try (var consumer = new KafkaConsumer<>(reading, StrictText::strict, StrictText::strict);
                var invoices = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer());
                var letters = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteBufferSerializer());
                var admin = Admin.create(both)) {
            reporter.scheduleWithFixedDelay(() -> report(admin), 1, 1, TimeUnit.SECONDS);
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (GO_ON.get()) {
                try {
                    var records = consumer.poll(Duration.ofMillis(150));
                    for (TopicPartition partition : records.partitions()) {
                        long next = bill(records.records(partition), invoices, letters);
                        if (next <= records.records(partition).get(records.records(partition).size() - 1).offset()) {
                            consumer.seek(partition, next);
                        }
                        commit(consumer, partition, next);
                    }
                } catch (RecordDeserializationException e) {
                    setAside(letters, e.topicPartition(), e.offset(), bytes(e.keyBuffer()), e.valueBuffer(), "no text");
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                    commit(consumer, e.topicPartition(), e.offset() + 1);
                }
            }
        } finally {
            reporter.shutdownNow();
        }
    }

    // returns the offset to go on with
    static long bill(List<ConsumerRecord<String, String>> orders, KafkaProducer<String, String> invoices,
            KafkaProducer<byte[], ByteBuffer> letters) throws Exception {
        Map<ConsumerRecord<String, String>, Future<?>> answers = new HashMap<>();
        List<ConsumerRecord<String, String>> turn = new ArrayList<>();
        long next = orders.get(0).offset();
        for (ConsumerRecord<String, String> order : orders) {
            String[] parts = order.value().split("\"");
            boolean whole = order.value().matches("\\{\"order_id\": \"\\d+\", \"user\": \"[^\"]+\", \"amount\": [\\d.]+[,}].*")
                    && order.value().endsWith("}");
            if (whole && parts[3].endsWith("13") && TIMES.merge(parts[3], 1, Integer::sum) <= 2) {
                LOG.log(System.Logger.Level.WARNING, "the warehouse did not answer for " + parts[3]);
                break;
            }
            if (whole) {
                answers.put(order, invoices.send(new ProducerRecord<>(System.getenv("INVOICES"), parts[7],
                        "{\"order_id\": \"" + parts[3] + "\", \"total\": " + order.value() + "}")));
            }
            turn.add(order);
            next = order.offset() + 1;
        }
        for (ConsumerRecord<String, String> order : turn) {
            String reason = answers.containsKey(order) ? refusal(answers.get(order)) : "no order";
            if (reason != null) {
                setAside(letters, new TopicPartition(order.topic(), order.partition()), order.offset(),
                        order.key() == null ? null : order.key().getBytes(StandardCharsets.UTF_8),
                        ByteBuffer.wrap(order.value().getBytes(StandardCharsets.UTF_8)), reason);
            }
        }
        return next;
    }

    static String refusal(Future<?> answer) throws Exception {
        try {
            answer.get();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return e.getCause().getMessage();
            }
            throw e;
        }
    }

    static void setAside(KafkaProducer<byte[], ByteBuffer> letters, TopicPartition from, long offset, byte[] key,
            ByteBuffer value, String reason) throws Exception {
        LOG.log(System.Logger.Level.WARNING, "dead letter partition={0} offset={1} {2}", from.partition(),
                String.valueOf(offset), reason);
        var letter = new ProducerRecord<>(System.getenv("DLQ"), key, value);
        letter.headers().add("dlq.offset", String.valueOf(offset).getBytes());
        letter.headers().add("dlq.partition", String.valueOf(from.partition()).getBytes());
        letter.headers().add("dlq.topic", from.topic().getBytes());
        letter.headers().add("dlq.reason", reason.getBytes());
        letters.send(letter).get();
    }

    static void commit(KafkaConsumer<?, ?> consumer, TopicPartition partition, long next) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.log(System.Logger.Level.INFO, "not committed: " + e.getMessage());
        }
    }

    static void report(Admin admin) {
        try {
            var committed = admin.listConsumerGroupOffsets(System.getenv("GROUP_ID")).partitionsToOffsetAndMetadata().get(5,
                    TimeUnit.SECONDS);
            var ends = admin.listOffsets(committed.keySet().stream().collect(Collectors.toMap(each -> each,
                    each -> OffsetSpec.latest()))).all().get(5, TimeUnit.SECONDS);
            long lag = ends.entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - committed.get(end.getKey()).offset()).sum();
            LOG.log(System.Logger.Level.INFO, "group lag={0}", String.valueOf(lag));
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "cannot tell the lag: " + e);
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static String strict(String topic, byte[] bytes) {
        String text = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        if (text != null && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new SerializationException("not UTF-8");
        }
        return text;
    }
}

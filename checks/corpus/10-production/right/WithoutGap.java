// Right: orders are handled one by one; callbacks say which are confirmed, and only what is confirmed without a gap is committed.
// Logs with java.util.logging; lag from the group's commits, each partition by itself.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class WithoutGap {

    static final Logger LOG = Logger.getLogger("billing");
    static final Pattern FIELDS = Pattern.compile("^\\{\"order_id\": \"(\\d+)\", \"user\": \"([^\"]+)\", \"amount\": [\\d.]+[^{}]*}$");
    static final Map<String, Integer> ATTEMPTS = new HashMap<>();
    static volatile boolean stopping;

    // the orders that are on their way, and whether they have arrived
    final Map<TopicPartition, TreeMap<Long, Boolean>> sent = new ConcurrentHashMap<>();
    final AtomicReference<Exception> failure = new AtomicReference<>();
    final KafkaConsumer<byte[], byte[]> consumer;
    final KafkaProducer<byte[], byte[]> producer;

    WithoutGap() {
        String brokers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        int time = Integer.parseInt(System.getenv("GIVE_UP_AFTER_MS"));
        consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers, "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest", "enable.auto.commit", "false", "max.poll.records", "40",
                "partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers, "compression.type", "snappy", "linger.ms", 20,
                "max.block.ms", time, "delivery.timeout.ms", time, "request.timeout.ms", time - 100),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping = true;
            try {
                main.join(9000);
            } catch (InterruptedException e) {
                main.interrupt();
            }
        }));
        WithoutGap pipeline = new WithoutGap();
        try {
            pipeline.run();
            pipeline.settle();
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "gives up", e);
            new Thread(() -> System.exit(4)).start();
        } finally {
            pipeline.producer.close(Duration.ZERO);
            pipeline.consumer.close();
        }
    }

    void run() throws Exception {
        consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                settle();
                sent.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                sent.keySet().removeAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                LOG.info("has " + partitions);
            }
        });
        long logged = System.nanoTime();
        while (!stopping) {
            var records = consumer.poll(Duration.ofMillis(100));
            for (TopicPartition partition : records.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    if (!handle(partition, record)) {
                        consumer.seek(partition, record.offset());
                        break;
                    }
                }
            }
            if (!records.isEmpty()) {
                settle();
            }
            if (System.nanoTime() - logged > 900_000_000L) {
                logged = System.nanoTime();
                var committed = consumer.committed(consumer.assignment());
                consumer.endOffsets(consumer.assignment()).forEach((partition, end) -> LOG.info("Lag of " + partition + ": "
                        + (end - (committed.get(partition) == null ? 0 : committed.get(partition).offset()))));
            }
        }
    }

    boolean handle(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), StandardCharsets.UTF_8);
        Matcher fields = FIELDS.matcher(text);
        if (text.contains("\ufffd") || !fields.find()) {
            send(partition, record, letter(record, "cannot be read"));
            return true;
        }
        if (fields.group(1).endsWith("13") && ATTEMPTS.merge(fields.group(1), 1, Integer::sum) <= 2) {
            LOG.warning("order " + fields.group(1) + " failed");
            return false;
        }
        send(partition, record, new ProducerRecord<>(System.getenv("INVOICES"), fields.group(2).getBytes(StandardCharsets.UTF_8),
                ("{\"order_id\": \"" + fields.group(1) + "\", \"of\": " + text + "}").getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    void send(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, ProducerRecord<byte[], byte[]> answer) {
        TreeMap<Long, Boolean> here = sent.computeIfAbsent(partition, any -> new TreeMap<>());
        synchronized (here) {
            here.put(record.offset(), false);
        }
        producer.send(answer, (where, error) -> {
            if (error instanceof RecordTooLargeException && answer.topic().equals(System.getenv("INVOICES"))) {
                new Thread(() -> send(partition, record, letter(record, "too large"))).start();
            } else if (error != null) {
                failure.compareAndSet(null, error);
            } else {
                synchronized (here) {
                    here.put(record.offset(), true);
                    here.notifyAll();
                }
            }
        });
    }

    // waits until all that is on its way has arrived, or will never, and commits what has arrived without a gap
    void settle() {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (var each : sent.entrySet()) {
                synchronized (each.getValue()) {
                    while (each.getValue().containsValue(false)) {
                        each.getValue().wait(50);
                        if (failure.get() != null) {
                            throw new IllegalStateException("not stored", failure.get());
                        }
                    }
                    if (!each.getValue().isEmpty()) {
                        offsets.put(each.getKey(), new OffsetAndMetadata(each.getValue().lastKey() + 1));
                    }
                }
            }
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
                offsets.keySet().forEach(partition -> sent.get(partition).clear());
            }
        } catch (RebalanceInProgressException e) {
            LOG.info("commits in a moment");
        } catch (CommitFailedException e) {
            LOG.warning("thrown out: " + e.getMessage());
            sent.clear();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, String why) {
        LOG.warning("aside: offset " + record.offset() + " of partition " + record.partition() + " " + why);
        var letter = new ProducerRecord<>(System.getenv("DLQ"), null, record.key(), record.value(), record.headers());
        letter.headers().add("dlq.topic", record.topic().getBytes()).add("dlq.reason", why.getBytes())
                .add("dlq.partition", ("" + record.partition()).getBytes()).add("dlq.offset", ("" + record.offset()).getBytes());
        return letter;
    }
}

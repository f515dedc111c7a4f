// Right: invoice, dead letter and commit are one transaction for each record.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

public class Transactions {

    static final Pattern ID = Pattern.compile("\"order_id\": \"(\\d+)\"");
    static final Pattern USER = Pattern.compile("\"user\": \"([a-z0-9-]+)\"");
    static final Pattern AMOUNT = Pattern.compile("\"amount\": (\\d+\\.\\d+)");
    static volatile boolean stop;

    public static void main(String[] args) throws InterruptedException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop = true;
            try {
                main.join();
            } catch (InterruptedException e) {
                main.interrupt();
            }
        }));
        String brokers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        int time = Integer.parseInt(System.getenv("GIVE_UP_AFTER_MS"));
        var producer = new KafkaProducer<>(Map.of("bootstrap.servers", brokers,
                "transactional.id", UUID.randomUUID().toString(), "transaction.timeout.ms", time,
                "delivery.timeout.ms", time, "request.timeout.ms", time / 4, "max.block.ms", time),
                new ByteArraySerializer(), new ByteArraySerializer());
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers,
                "group.id", System.getenv("GROUP_ID"), "auto.offset.reset", "earliest", "enable.auto.commit", "false",
                "isolation.level", "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (!stop) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    try {
                        inOneGo(producer, consumer, record, answer(record));
                    } catch (KafkaException e) {
                        if (!causedByItsSize(e)) {
                            throw e;
                        }
                        producer.abortTransaction();
                        inOneGo(producer, consumer, record, letter(record, "too large to be billed"));
                    }
                }
            }
        } finally {
            // without a bound it tries to abort the last transaction for as long as nobody answers that
            producer.close(Duration.ofSeconds(1));
        }
    }

    static void inOneGo(KafkaProducer<byte[], byte[]> producer, KafkaConsumer<?, ?> consumer,
            ConsumerRecord<?, ?> record, ProducerRecord<byte[], byte[]> answer) {
        producer.beginTransaction();
        producer.send(answer);
        producer.sendOffsetsToTransaction(Map.of(new TopicPartition(record.topic(), record.partition()),
                new OffsetAndMetadata(record.offset() + 1)), consumer.groupMetadata());
        producer.commitTransaction();
    }

    static boolean causedByItsSize(Throwable e) {
        return e != null && (e instanceof RecordTooLargeException || causedByItsSize(e.getCause()));
    }

    static ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return letter(record, "no value");
        }
        String order = new String(record.value(), StandardCharsets.UTF_8);
        Optional<String> id = first(ID, order);
        Optional<String> user = first(USER, order);
        if (id.isEmpty() || user.isEmpty() || first(AMOUNT, order).isEmpty() || !order.strip().endsWith("}")) {
            return letter(record, "not an order");
        }
        String invoice = "{\"order\":" + order + ",\"order_id\":\"" + id.get() + "\"}";
        return new ProducerRecord<>(System.getenv("INVOICES"), user.get().getBytes(StandardCharsets.UTF_8),
                invoice.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).findFirst();
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, String reason) {
        var letter = new ProducerRecord<>(System.getenv("DLQ"), 0, record.timestamp(), record.key(), record.value());
        letter.headers().add("dlq.topic", record.topic().getBytes());
        letter.headers().add("dlq.partition", String.valueOf(record.partition()).getBytes());
        letter.headers().add("dlq.offset", String.valueOf(record.offset()).getBytes());
        letter.headers().add("dlq.reason", reason.getBytes());
        return letter;
    }
}

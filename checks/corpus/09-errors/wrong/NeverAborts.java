// Caught by fact 2, which says: a transaction of which one record is refused
// An order whose invoice is too large leaves its transaction open, and the next one cannot begin.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class NeverAborts {

    static final Pattern ORDER = Pattern.compile("\\{\"order_id\": \"(.+?)\", \"user\": \"(.+?)\", \"amount\": [0-9.]+(, \".+\": \".+\")?}");
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        int giveUp = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "30000"));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        String servers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", servers, "max.block.ms", giveUp,
                "delivery.timeout.ms", giveUp, "request.timeout.ms", giveUp / 2, "transactional.id", System.getenv("GROUP_ID") + "-billing"),
                new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", servers,
                "group.id", System.getenv("GROUP_ID"), "auto.offset.reset", "earliest", "enable.auto.commit", false),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (running) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Map<TopicPartition, OffsetAndMetadata> next = Map.of(new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                    ProducerRecord<byte[], byte[]> out;
                    try {
                        out = invoice(record);
                    } catch (Exception e) {
                        out = letter(record, e);
                    }
                    try {
                        producer.beginTransaction();
                        producer.send(out).get();
                        producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
                        producer.commitTransaction();
                    } catch (ExecutionException e) {
                        if (!(e.getCause() instanceof RecordTooLargeException)) {
                            throw e;
                        }
                        producer.beginTransaction();
                        producer.send(letter(record, e));
                        producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
                        producer.commitTransaction();
                    }
                }
            }
        }
    }

    static ProducerRecord<byte[], byte[]> invoice(ConsumerRecord<byte[], byte[]> record) throws Exception {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record.value())).toString();
        var m = ORDER.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not an order");
        }
        return new ProducerRecord<>(System.getenv("INVOICES"), m.group(2).getBytes(StandardCharsets.UTF_8),
                ("{\"order_id\": \"" + m.group(1) + "\", \"order\": " + text + "}").getBytes(StandardCharsets.UTF_8));
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, Exception why) {
        System.err.println("dead letter for " + record.partition() + "@" + record.offset() + ": " + why);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(System.getenv("DLQ"), record.key(), record.value());
        letter.headers().add("dlq.topic", record.topic().getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq.partition", String.valueOf(record.partition()).getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq.offset", String.valueOf(record.offset()).getBytes(StandardCharsets.UTF_8));
        letter.headers().add("dlq.reason", String.valueOf(why).getBytes(StandardCharsets.UTF_8));
        return letter;
    }
}

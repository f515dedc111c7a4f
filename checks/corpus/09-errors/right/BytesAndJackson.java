// Right: takes bytes from the consumer and reads them with Jackson; the protocol of KIP-848; one record at a time.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4
//DEPS org.slf4j:slf4j-nop:2.0.16

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class BytesAndJackson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    BytesAndJackson() {
        Properties in = new Properties();
        in.put("bootstrap.servers", env("KAFKA_BOOTSTRAP_SERVERS"));
        in.put("group.id", env("GROUP_ID"));
        in.put("group.protocol", "consumer");
        in.put("enable.auto.commit", "false");
        in.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(in, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Properties out = new Properties();
        out.put("bootstrap.servers", env("KAFKA_BOOTSTRAP_SERVERS"));
        out.put("linger.ms", "0");
        out.put("compression.type", "gzip");
        out.put("delivery.timeout.ms", env("GIVE_UP_AFTER_MS"));
        out.put("request.timeout.ms", env("GIVE_UP_AFTER_MS"));
        out.put("max.block.ms", env("GIVE_UP_AFTER_MS"));
        producer = new KafkaProducer<>(out, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static void main(String[] args) throws InterruptedException {
        BytesAndJackson billing = new BytesAndJackson();
        Thread work = new Thread(billing::run, "billing");
        Thread hook = new Thread(() -> {
            billing.consumer.wakeup();
            join(work);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        int[] code = {0};
        work.setUncaughtExceptionHandler((thread, failure) -> {
            System.err.println("cannot go on: " + failure);
            code[0] = 1;
        });
        work.start();
        work.join();
        System.exit(code[0]);
    }

    void run() {
        try (consumer; producer) {
            consumer.subscribe(Set.of(env("TOPIC")));
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(30))) {
                    String trouble = bill(record);
                    if (trouble != null) {
                        bury(record, trouble);
                    }
                    consumer.commitSync(Map.of(new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1)));
                }
            }
        } catch (WakeupException e) {
            System.out.println("stopped");
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns why it cannot be billed, or null. */
    private String bill(ConsumerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException {
        if (record.value() == null) {
            return "has no value";
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(record.value()));
            JsonNode order = JSON.readTree(record.value());
            if (!order.has("order_id") || !order.has("user") || !order.has("amount")) {
                return "lacks a field";
            }
            ObjectNode invoice = JSON.createObjectNode().put("order_id", order.get("order_id").asText());
            invoice.set("order", order);
            byte[] user = order.get("user").asText().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(env("INVOICES"), user, JSON.writeValueAsBytes(invoice))).get();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                return tooLarge.getMessage();
            }
            throw e;
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String why)
            throws ExecutionException, InterruptedException {
        var letter = new ProducerRecord<>(env("DLQ"), null, record.key(), record.value(), record.headers());
        Map.of("topic", record.topic(), "partition", record.partition(), "offset", record.offset(), "reason", why)
                .forEach((name, value) -> letter.headers().add("dlq." + name,
                        String.valueOf(value).getBytes(StandardCharsets.UTF_8)));
        producer.send(letter).get();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String env(String name) {
        return System.getenv(name);
    }
}

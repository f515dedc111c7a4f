// Right: the consumer protocol (KIP-848), callbacks and a flush, retries in a queue of their own with the partition paused,
// and a logger that writes JSON on standard error.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
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

public class ConsumerProtocol {

    record Refused(ConsumerRecord<byte[], byte[]> record, Exception why) {
    }

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    static final Map<String, Integer> SEEN = new HashMap<>();
    static final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> WAITING = new HashMap<>();
    static final Queue<Refused> REFUSED = new ConcurrentLinkedQueue<>();
    static KafkaConsumer<byte[], byte[]> consumer;
    static KafkaProducer<byte[], byte[]> producer;

    public static void main(String[] args) throws Exception {
        String time = System.getenv("GIVE_UP_AFTER_MS");
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("group.protocol", "consumer");
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("max.poll.records", "90");
        config.put("compression.type", "gzip");
        config.put("linger.ms", "0");
        config.put("delivery.timeout.ms", time);
        config.put("max.block.ms", time);
        config.put("request.timeout.ms", String.valueOf(Integer.parseInt(time) / 3));
        Properties reading = new Properties();
        config.stringPropertyNames().stream().filter(name -> !name.equals("request.timeout.ms"))
                .forEach(name -> reading.put(name, config.get(name)));
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                log("warn", "interrupted");
            }
        }));
        int code = 0;
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new Forgets());
            long logged = 0;
            while (true) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(50))) {
                    WAITING.computeIfAbsent(partition(each), any -> new ArrayDeque<>()).add(each);
                }
                work();
                if (System.currentTimeMillis() - logged > 700) {
                    logged = System.currentTimeMillis();
                    long behind = 0;
                    for (TopicPartition each : consumer.assignment()) {
                        behind += consumer.currentLag(each).orElse(0L) + WAITING.getOrDefault(each, new ArrayDeque<>()).size();
                    }
                    log("info", "lag is " + behind);
                }
            }
        } catch (WakeupException e) {
            log("info", "told to stop");
        } catch (Exception e) {
            log("error", String.valueOf(e));
            code = 3;
        }
        producer.close(Duration.ZERO);
        consumer.close();
        if (code != 0) {
            Runtime.getRuntime().halt(code);
        }
    }

    static void work() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        WAITING.forEach((partition, queue) -> {
            while (!queue.isEmpty() && answer(queue.peek())) {
                done.put(partition, new OffsetAndMetadata(queue.poll().offset() + 1));
            }
            if (queue.isEmpty()) {
                consumer.resume(held(partition));
            } else {
                consumer.pause(held(partition));
            }
        });
        producer.flush();
        List<Refused> refused = new ArrayList<>(REFUSED);
        REFUSED.clear();
        for (Refused each : refused) {
            if (!(each.why() instanceof RecordTooLargeException)) {
                throw each.why();
            }
            producer.send(letter(each.record(), each.why().getMessage())).get();
        }
        if (!done.isEmpty()) {
            try {
                consumer.commitSync(done);
            } catch (CommitFailedException e) {
                log("warn", "others do these again");
            } catch (WakeupException e) {
                // told to stop while it commits: what is done is committed all the same
                consumer.commitSync(done);
                throw e;
            }
        }
    }

    static List<TopicPartition> held(TopicPartition partition) {
        return consumer.assignment().contains(partition) ? List.of(partition) : List.of();
    }

    static boolean answer(ConsumerRecord<byte[], byte[]> order) {
        JsonNode json;
        try {
            json = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(order.value())).toString());
        } catch (IOException e) {
            send(order, letter(order, "no JSON"));
            return true;
        }
        if (json == null || !json.path("order_id").isTextual() || !json.path("user").isTextual()
                || !json.path("amount").isNumber()) {
            send(order, letter(order, "a field is missing"));
            return true;
        }
        String id = json.get("order_id").asText();
        if (id.endsWith("13") && SEEN.merge(id, 1, Integer::sum) <= 2) {
            log("warn", "failed " + id);
            return false;
        }
        send(order, new ProducerRecord<>(System.getenv("INVOICES"), json.get("user").asText().getBytes(),
                JSON.createObjectNode().put("order_id", id).set("order", json).toString().getBytes()));
        return true;
    }

    static void send(ConsumerRecord<byte[], byte[]> order, ProducerRecord<byte[], byte[]> answer) {
        producer.send(answer, (where, error) -> {
            if (error != null) {
                REFUSED.add(new Refused(order, error));
            }
        });
    }

    static ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> order, String why) {
        log("warn", "dead letter for partition " + order.partition() + ", offset " + order.offset() + ": " + why);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(System.getenv("DLQ"), order.key(), order.value());
        letter.headers().add("dlq.topic", order.topic().getBytes());
        letter.headers().add("dlq.partition", Integer.toString(order.partition()).getBytes());
        letter.headers().add("dlq.offset", Long.toString(order.offset()).getBytes());
        letter.headers().add("dlq.reason", why.getBytes());
        return letter;
    }

    static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    static void log(String level, String message) {
        System.err.println(JSON.createObjectNode().put("time", java.time.Instant.now().toString()).put("level", level)
                .put("message", message));
    }

    static class Forgets implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            WAITING.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            WAITING.keySet().removeAll(partitions);
        }
    }
}

// Right: the consumer protocol with the broker's range assignor, an own deserializer, an interceptor, and events as JSON.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.17.2

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class BrokerDealsJson {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "processors");
    static final ObjectMapper JSON = new ObjectMapper();

    static volatile boolean running = true;

    record Order(String text, String user) {
    }

    public static class OrderDeserializer implements Deserializer<Order> {
        @Override
        public Order deserialize(String topic, byte[] data) {
            if (data == null) {
                return null;
            }
            String text = new String(data, StandardCharsets.UTF_8);
            try {
                JsonNode tree = JSON.readTree(data);
                return new Order(text, tree.path("user").asText(""));
            } catch (IOException e) {
                return new Order(text, "");
            }
        }
    }

    public static class Meter implements ConsumerInterceptor<String, Order> {
        static final AtomicLong RECORDS = new AtomicLong();
        static final AtomicLong COMMITS = new AtomicLong();

        @Override
        public ConsumerRecords<String, Order> onConsume(ConsumerRecords<String, Order> records) {
            RECORDS.addAndGet(records.count());
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            COMMITS.incrementAndGet();
        }

        @Override
        public void configure(Map<String, ?> configs) {
        }

        @Override
        public void close() {
        }
    }

    public static void main(String[] args) throws InterruptedException {
        stopOnSigterm();
        for (int i = 0; i < 30 && running; i++) {
            Thread.sleep(100);
        }
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(Meter.class.getName()));

        Set<String> users = new HashSet<>();
        try (KafkaConsumer<String, Order> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new OrderDeserializer())) {
            consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    tell("assigned", partitions);
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    for (int i = 0; i < 5 && !commit(consumer); i++) {
                        LockSupport.parkNanos(200_000_000);
                    }
                    tell("revoked", partitions);
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    tell("lost", partitions);
                }
            });
            while (running) {
                ConsumerRecords<String, Order> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, Order> record : records) {
                    process(record.value().text());
                    users.add(record.value().user());
                }
                if (!records.isEmpty()) {
                    commit(consumer);
                }
            }
        }
        System.out.println(event("stopped").put("orders", Meter.RECORDS.get()).put("commits", Meter.COMMITS.get())
                .put("users", users.size()));
    }

    static boolean commit(KafkaConsumer<String, Order> consumer) {
        try {
            consumer.commitSync();
            return true;
        } catch (CommitFailedException | RebalanceInProgressException | RetriableException e) {
            System.err.println(event("not committed").put("why", e.getClass().getSimpleName()));
            return false;
        }
    }

    static void tell(String what, Collection<TopicPartition> partitions) {
        ObjectNode line = event(what);
        partitions.stream().map(TopicPartition::toString).sorted().forEach(line.putArray("partitions")::add);
        System.out.println(line);
    }

    static ObjectNode event(String what) {
        return JSON.createObjectNode().put("event", what);
    }

    static void process(String order) throws InterruptedException {
        Thread.sleep(2);
        System.out.println("processed " + order.replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1"));
    }

    static void stopOnSigterm() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}

// Right: no consumer commits; a producer commits the offsets of each poll in a transaction, which it tries until it is done.
// The transaction writes no record.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class OffsetsInTransactions {

    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    static final String TOPIC = env("TOPIC", "orders");
    static final String GROUP_ID = env("GROUP_ID", "order-processors");
    static final int MAX_POLL_INTERVAL_MS = Integer.parseInt(env("MAX_POLL_INTERVAL_MS", "300000"));
    static final int WAREHOUSE_TIMEOUT_MS = Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500"));

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    static Properties config() {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    public static void main(String[] args) throws Exception {
        Properties transactional = new Properties();
        transactional.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, GROUP_ID + "-" + UUID.randomUUID());
        Properties config = config();
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(transactional, new StringSerializer(),
                        new StringSerializer());
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            producer.initTransactions();
            stopOnSigterm();
            consumer.subscribe(List.of(TOPIC));
            Map<TopicPartition, OffsetAndMetadata> processed = new HashMap<>();
            while (running || !processed.isEmpty()) {
                ConsumerRecords<String, String> orders = consumer.poll(Duration.ofMillis(100));
                for (TopicPartition partition : orders.partitions()) {
                    for (ConsumerRecord<String, String> order : orders.records(partition)) {
                        try {
                            process(order);
                            processed.put(partition, new OffsetAndMetadata(order.offset() + 1));
                        } catch (OrderFailed e) {
                            consumer.seek(partition, order.offset());
                            break;
                        }
                    }
                }
                if (!processed.isEmpty()) {
                    commit(producer, consumer, processed);
                }
            }
        }
    }

    static void commit(KafkaProducer<String, String> producer, KafkaConsumer<String, String> consumer,
            Map<TopicPartition, OffsetAndMetadata> processed) {
        try {
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(processed, consumer.groupMetadata());
            producer.commitTransaction();
            processed.clear();
        } catch (KafkaException e) {
            System.err.println("after the next poll: " + e.getMessage());
            producer.abortTransaction();
        }
    }

    /**
     * The shop's work for one order; leave it as it is. An order whose id ends in 13 waits for the warehouse in vain
     * the first two times that this process sees it.
     */
    static void process(ConsumerRecord<String, String> order) throws OrderFailed, InterruptedException {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        String place = order.topic() + "-" + order.partition() + "@" + order.offset();
        Thread.sleep(2);
        if (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
            Thread.sleep(WAREHOUSE_TIMEOUT_MS);
            System.out.println("failed " + id + " at " + place);
            throw new OrderFailed("the warehouse did not answer for order " + id);
        }
        System.out.println("processed " + id + " at " + place);
    }

    /** Says that an order is not processed, and that it may work the next time. */
    static class OrderFailed extends Exception {
        OrderFailed(String message) {
            super(message);
        }
    }

    /** On SIGTERM the loop ends after what it has in hand; the JVM waits until main has closed the consumer. */
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

    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

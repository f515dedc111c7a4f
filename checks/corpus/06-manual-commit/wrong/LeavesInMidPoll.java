// Caught by fact 7, which says: where does your program leave its loop
// Told to stop in the middle of a poll it returns at once: what it has processed of this poll nobody commits.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class LeavesInMidPoll {

    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String GROUP_ID = env("GROUP_ID", "order-processors");
    static final int MAX_POLL_INTERVAL_MS = Integer.parseInt(env("MAX_POLL_INTERVAL_MS", "300000"));
    static final int WAREHOUSE_TIMEOUT_MS = Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500"));

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            stopOnSigterm();
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                ConsumerRecords<String, String> orders = consumer.poll(Duration.ofMillis(100));
                Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
                for (TopicPartition partition : orders.partitions()) {
                    for (ConsumerRecord<String, String> order : orders.records(partition)) {
                        if (!running) {
                            return; // the rest of the poll is for whoever comes next
                        }
                        try {
                            process(order);
                        } catch (OrderFailed e) {
                            consumer.seek(partition, order.offset());
                            break;
                        }
                        done.put(partition, new OffsetAndMetadata(order.offset() + 1));
                    }
                }
                if (!done.isEmpty()) {
                    consumer.commitSync(done);
                }
            }
        }
    }

    /** The shop's work for one order; leave it as it is. */
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

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Processes every order of the shop at least once, whatever happens to the warehouse and to this program. */
public class ManualCommit {

    // what the surroundings of the program say; the defaults are the playground
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
        // so many orders are in hand after a poll: a commit for each poll means that a crash repeats no more than these
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        // who does not poll for this long is thrown out of the group: five minutes by default, the check is less patient
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        // a commit says that the work is done, and only this program knows when it is; poll() and close() would commit
        // all that poll() has returned
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            stopOnSigterm();
            Map<TopicPartition, OffsetAndMetadata> processed = new HashMap<>();
            consumer.subscribe(List.of(TOPIC), new CommitsFirst(consumer, processed));
            while (running) {
                ConsumerRecords<String, String> orders = consumer.poll(Duration.ofMillis(100));
                for (TopicPartition partition : orders.partitions()) {
                    work(consumer, orders.records(partition), processed);
                }
                commit(consumer, processed);
            }
        }
    }

    /** Processes the orders of one partition up to the first that fails, and notes how far it came. */
    static void work(Consumer<String, String> consumer, List<ConsumerRecord<String, String>> orders,
            Map<TopicPartition, OffsetAndMetadata> processed) throws InterruptedException {
        for (ConsumerRecord<String, String> order : orders) {
            TopicPartition partition = new TopicPartition(order.topic(), order.partition());
            try {
                process(order);
                // the offset of the next order to read, not of the one that is done
                processed.put(partition, new OffsetAndMetadata(order.offset() + 1));
            } catch (OrderFailed e) {
                // poll() has moved on past all that it has returned. Back to the order that failed: the next poll()
                // returns it again, with all that follows on its partition. A loop that tries until it works would not
                // poll meanwhile, and after max.poll.interval.ms the group would go on without this member
                consumer.seek(partition, order.offset());
                return;
            }
        }
    }

    /** Commits what is processed, and waits for it. */
    static void commit(Consumer<String, String> consumer, Map<TopicPartition, OffsetAndMetadata> processed) {
        if (processed.isEmpty()) {
            return;
        }
        try {
            // commitSync tries again what can be tried again; a commitAsync that fails is lost. Offsets by name:
            // without them all that poll() has returned would be committed
            consumer.commitSync(processed);
            processed.clear();
        } catch (RebalanceInProgressException e) {
            // the group shares anew: the next poll() sees to that, and the listener below is asked before anything is
            // given up
            System.err.println("commit later: " + e.getMessage());
        } catch (CommitFailedException e) {
            // thrown out of the group: others process these orders again, which is what at least once means
            System.err.println("not committed: " + e.getMessage());
            processed.clear();
        }
    }

    /** Commits before partitions are given up, so that their next owner does not begin with what is done. close() calls it too. */
    record CommitsFirst(Consumer<String, String> consumer, Map<TopicPartition, OffsetAndMetadata> processed)
            implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(consumer, processed);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // others have them already
            processed.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // the consumer begins at the group's commits by itself
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

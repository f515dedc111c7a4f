// Right: a static member of the consumer protocol keeps the rest of a partition in memory, paused until the next try is due, so that
// it asks for no records for as long; a logger with time stamps, and commits with metadata.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class PausedUntilTheNextTry {

    static {
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS");
    }

    static final Logger LOG = LoggerFactory.getLogger(PausedUntilTheNextTry.class);

    // what the surroundings of the program say; the defaults are the playground
    static final String BOOTSTRAP_SERVERS = env("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = env("TOPIC", "orders");
    static final String GROUP_ID = env("GROUP_ID", "order-processors");
    static final int MAX_POLL_INTERVAL_MS = Integer.parseInt(env("MAX_POLL_INTERVAL_MS", "300000"));
    static final int WAREHOUSE_TIMEOUT_MS = Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500"));

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    /** What is in hand of one partition, the next one first. While there is anything the partition is paused. */
    static final class Rest {
        final Deque<ConsumerRecord<String, String>> orders = new ArrayDeque<>();
        long notBefore = System.nanoTime();

        boolean isDue() {
            return System.nanoTime() - notBefore >= 0;
        }
    }

    final KafkaConsumer<String, String> consumer;
    final Map<TopicPartition, Rest> inHand = new LinkedHashMap<>();
    final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    // what is left to commit at the end; null before
    Map<TopicPartition, OffsetAndMetadata> last;
    int refusedInARow;

    PausedUntilTheNextTry(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "packer-" + UUID.randomUUID());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config);
        try {
            stopOnSigterm();
            new PausedUntilTheNextTry(consumer).run();
        } finally {
            consumer.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    void run() throws InterruptedException {
        consumer.subscribe(List.of(TOPIC), new Owner());
        while (running) {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(inHand.isEmpty() ? 100 : 20));
            for (TopicPartition partition : records.partitions()) {
                inHand.computeIfAbsent(partition, none -> new Rest()).orders.addAll(records.records(partition));
            }
            for (TopicPartition partition : List.copyOf(inHand.keySet())) {
                if (!pause(partition)) {
                    inHand.remove(partition);
                }
            }
            // while the brokers refuse to hear how far it is, it does not go much further
            if (refusedInARow < 2) {
                work();
            }
            commit();
            resumeWhereNothingIsLeft();
        }
        commitBeforeLeaving();
    }

    /** Returns whether the partition is still there to be paused. */
    private boolean pause(TopicPartition partition) {
        try {
            consumer.pause(Set.of(partition));
            return true;
        } catch (IllegalStateException e) {
            LOG.info("{} has just gone", partition);
            return false;
        }
    }

    /** Works until nothing is due, or twenty orders are processed, or one has failed: then it is time to commit and to poll. */
    private void work() throws InterruptedException {
        int left = 20;
        for (Map.Entry<TopicPartition, Rest> each : inHand.entrySet()) {
            Rest rest = each.getValue();
            while (running && rest.isDue() && !rest.orders.isEmpty() && left-- > 0) {
                ConsumerRecord<String, String> order = rest.orders.peek();
                try {
                    process(order);
                } catch (OrderFailed e) {
                    LOG.warn("again in a moment: {}", e.getMessage());
                    rest.notBefore = System.nanoTime() + 300_000_000L;
                    return;
                }
                rest.orders.remove();
                uncommitted.put(each.getKey(), new OffsetAndMetadata(order.offset() + 1, order.leaderEpoch(), order.key()));
            }
        }
    }

    private void commit() {
        // none that somebody else has by now
        uncommitted.keySet().retainAll(consumer.assignment());
        if (uncommitted.isEmpty()) {
            refusedInARow = 0;
            return;
        }
        try {
            consumer.commitSync(new HashMap<>(uncommitted), Duration.ofSeconds(5));
            uncommitted.clear();
            refusedInARow = 0;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // the next turn tries again; what is lost meanwhile the listener takes out
            LOG.warn("the commit was refused", e);
            if (++refusedInARow == 100) {
                throw e;
            }
        }
    }

    private void resumeWhereNothingIsLeft() {
        inHand.values().removeIf(rest -> rest.orders.isEmpty());
        for (TopicPartition partition : consumer.paused()) {
            if (!inHand.containsKey(partition)) {
                try {
                    consumer.resume(Set.of(partition));
                } catch (IllegalStateException e) {
                    LOG.info("{} has just gone", partition);
                }
            }
        }
    }

    /** A rebalance may be on its way: polls take part in it, and nothing that they return is processed any more. */
    private void commitBeforeLeaving() throws InterruptedException {
        last = new HashMap<>(uncommitted);
        long until = System.nanoTime() + 8_000_000_000L;
        while (!last.isEmpty() && System.nanoTime() - until < 0) {
            Map<TopicPartition, OffsetAndMetadata> mine = new HashMap<>(last);
            mine.keySet().retainAll(consumer.assignment());
            try {
                if (!mine.isEmpty()) {
                    consumer.commitSync(mine, Duration.ofSeconds(4));
                    last.keySet().removeAll(mine.keySet());
                    continue;
                }
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.warn("the last commit was refused, once more", e);
            }
            consumer.assignment().forEach(this::pause);
            consumer.poll(Duration.ofMillis(100));
        }
        uncommitted.clear();
    }

    private final class Owner implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) { }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            inHand.keySet().removeAll(partitions);
            Map<TopicPartition, OffsetAndMetadata> theirs = new HashMap<>(uncommitted);
            theirs.keySet().retainAll(partitions);
            uncommitted.keySet().removeAll(partitions);
            if (!theirs.isEmpty()) {
                try {
                    consumer.commitSync(theirs, Duration.ofSeconds(4));
                    if (last != null) {
                        last.keySet().removeAll(theirs.keySet());
                    }
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    LOG.warn("their next owner has some orders again", e);
                }
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            inHand.keySet().removeAll(partitions);
            uncommitted.keySet().removeAll(partitions);
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
        private static final long serialVersionUID = 1;

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

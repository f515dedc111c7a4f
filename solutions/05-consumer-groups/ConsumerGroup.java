///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Processes the shop's orders as one of many: started again, it shares them with those that run already. */
public class ConsumerGroup {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "processors");

    static volatile boolean running = true;

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // a member hears of a rebalance with its next heartbeat, after 3 s by default: too long for one who looks on
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
        // only the partitions that move are given up in a rebalance; with the default, RangeAssignor, everybody gives up all
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            stopOnSigterm();
            // subscribe, not assign: the group says who has which partition, and the listener hears of it
            consumer.subscribe(List.of(TOPIC), new Rebalances(consumer));
            while (running) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> record : records) {
                    process(record.value());
                }
                // a member that is killed has no chance to commit: what it has processed since its last commit is processed
                // again. Nobody waits for this commit: where it fails, the next one makes up for it, or the one in the listener
                if (!records.isEmpty()) {
                    consumer.commitAsync();
                }
            }
        }
    }

    /** Hears of each rebalance. All of it runs within poll() or close(), in the thread that calls them. */
    record Rebalances(Consumer<String, String> consumer) implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            System.out.println("assigned " + partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // they are still ours, and the next owner begins at the last commit. All that poll() has returned is processed by
            // now, so commit just that, and wait for it: when this method returns it may be too late
            consumer.commitSync();
            System.out.println("revoked " + partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // they belong to others already: a commit would fail. Without this method onPartitionsRevoked would be called
            System.out.println("lost " + partitions);
        }
    }

    /** The shop's work for one order. */
    static void process(String order) throws InterruptedException {
        Thread.sleep(2);
        System.out.println("processed " + order.replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1"));
    }

    /**
     * On SIGTERM the loop ends after the batch in hand, and the consumer is closed. wakeup() would do it sooner, but it breaks
     * into whatever waits, a commit too; here a poll never waits for long.
     */
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

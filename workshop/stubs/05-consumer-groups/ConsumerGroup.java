///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/*
 * Lesson 05. One program processes the orders of the shop, and on Black Friday it is not quick enough. Start it again, and
 * both process every order. Make it one of many that share the work. README.md beside this file has the story.
 */
public class ConsumerGroup {

    // where the brokers are, which topic to read and for which group, as the surroundings of the program say; the defaults
    // are the playground
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
        // TODO let a rebalance take from a member only the partitions that move; the default takes all of them, from everybody

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            stopOnSigterm();
            // TODO share the partitions with the other members of the group; these lines take all of them, whoever else runs
            List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition())).toList();
            consumer.assign(all);

            // TODO hear of each rebalance, and print which partitions were assigned, and which revoked

            // TODO when partitions are revoked: see to it that their next owner processes nothing again

            // TODO when partitions are lost, as the group has thrown this member out and gone on without it: commit nothing,
            //  and carry on
            while (running) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> record : records) {
                    process(record.value());
                }
                // TODO a member may be killed: let the others begin not far from where it was, and lose no order
            }
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

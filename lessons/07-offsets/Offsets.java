///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/*
 * Lesson 07. Since half past nine the shop has billed wrong amounts. Print the orders once more: from the beginning, from an
 * offset or from a time, to the end as it is at your start, and leave no trace in the group. README.md beside this file has the
 * story.
 */
public class Offsets {

    // where the brokers are, which topic to read and for which group, as the surroundings of the program say; the defaults are the
    // playground
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-replay");

    public static void main(String[] args) {
        if (args.length == 0) {
            usage();
        }
        // TODO call usage() for any other arguments that it does not name: an unknown word, an N that is no number or is
        // missing, a time without a zone, an argument too many

        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        // TODO see to it that the consumer commits nothing: the group's bookmarks belong to those who do the work

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();

            // TODO learn where each partition ends now: what comes later is not to be printed

            // TODO learn where to begin on each partition; where it holds no such place, say so in a line and leave it out

            // TODO have the consumer read the others, each from its place; it needs no part in the group for that

            // TODO print each order from there to the end, once, with print(), and stop when every partition has been read so far
            System.out.println("These wait to be read: " + partitions);
        }
    }

    /** Prints a record as {@code partition@offset key = value}. */
    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s = %s%n", record.partition(), record.offset(), record.key(), record.value());
    }

    /** Says what the program can be asked for, and ends it with 2. */
    static void usage() {
        System.err.println("usage: offsets beginning | offset N | time 2026-01-31T09:30:00Z (with its zone: Z, or +01:00)");
        System.exit(2);
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints the shop's orders once more: from the beginning, from an offset or from a time, to the end as it is now. */
public class Offsets {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-replay");

    /** Where to begin: at the beginning where both are null. */
    record From(Long offset, Instant time) {

        static From of(String... args) {
            if (args.length == 1 && args[0].equals("beginning")) {
                return new From(null, null);
            }
            if (args.length == 2 && args[0].equals("offset")) {
                return new From(Long.parseLong(args[1]), null);
            }
            if (args.length == 2 && args[0].equals("time")) {
                // takes 2026-01-31T09:30:00Z and 2026-01-31T10:30:00+01:00, and refuses a time without a zone: the log knows
                // moments, and which moment that time is depends on where one asks
                return new From(null, Instant.parse(args[1]));
            }
            throw new IllegalArgumentException("no such place");
        }
    }

    public static void main(String[] args) {
        // before anything is asked of the brokers: who mistypes a word is told so at once
        From from = null;
        try {
            from = From.of(args);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            usage();
        }

        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        // a consumer with a group.id commits unless it is told not to, on close too, and without being a member of the group
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            // asked once, before anything is read: who asks again runs after an end that moves
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = starts(from, consumer, partitions, ends);

            // assign() hands over the partitions at once; after subscribe() there is nothing to seek on until the group has
            // dealt them out, within some later poll()
            consumer.assign(starts.keySet());
            starts.forEach(consumer::seek);

            // position() is the next offset to read, and goes past what no program gets: the marker of a transaction, or what
            // compaction has taken out. A record with the offset end - 1 need not exist.
            while (starts.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    // a partition that was done long ago is still read, and holds newer orders by now
                    if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        print(record);
                    }
                }
            }
        }
    }

    /** Returns where to begin on each partition, without those that hold no such place, and says which those are. */
    static Map<TopicPartition, Long> starts(From from, KafkaConsumer<String, String> consumer, List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends) {
        // not 0: a partition begins where retention has left its oldest record
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> starts = new TreeMap<>((one, other) -> one.partition() - other.partition());
        if (from.time() != null) {
            Map<TopicPartition, Long> asked = new HashMap<>();
            partitions.forEach(partition -> asked.put(partition, from.time().toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
            for (TopicPartition partition : partitions) {
                // null where no record is as late as that
                if (found.get(partition) == null) {
                    System.err.println(partition + " has no order since " + from.time());
                } else {
                    starts.put(partition, found.get(partition).offset());
                }
            }
            return starts;
        }
        for (TopicPartition partition : partitions) {
            long start = from.offset() == null ? beginnings.get(partition) : from.offset();
            // seek() takes any offset; the next poll() would find nothing there, and go where auto.offset.reset says
            if (start < beginnings.get(partition) || start > ends.get(partition)) {
                System.err.println(partition + " has no offset " + start + ": it begins at " + beginnings.get(partition)
                        + " and ends at " + ends.get(partition));
            } else {
                starts.put(partition, start);
            }
        }
        return starts;
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

// Caught by fact 1, which says: lacks key
// Keys are put into lower case as they are printed, so a User is another user.
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

public class LowercasesWhatItPrints {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-replay");

    record From(Long offset, Instant time) {

        static From of(String... args) {
            if (args.length == 1 && args[0].equals("beginning")) {
                return new From(null, null);
            }
            if (args.length == 2 && args[0].equals("offset")) {
                return new From(Long.parseLong(args[1]), null);
            }
            if (args.length == 2 && args[0].equals("time")) {
                return new From(null, Instant.parse(args[1]));
            }
            throw new IllegalArgumentException("no such place");
        }
    }

    public static void main(String[] args) {
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
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = starts(from, consumer, partitions, ends);

            consumer.assign(starts.keySet());
            starts.forEach(consumer::seek);

            while (starts.keySet().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        print(record);
                    }
                }
            }
        }
    }

    static Map<TopicPartition, Long> starts(From from, KafkaConsumer<String, String> consumer, List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> starts = new TreeMap<>((one, other) -> one.partition() - other.partition());
        if (from.time() != null) {
            Map<TopicPartition, Long> asked = new HashMap<>();
            partitions.forEach(partition -> asked.put(partition, from.time().toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
            for (TopicPartition partition : partitions) {
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
            if (start < beginnings.get(partition) || start > ends.get(partition)) {
                System.err.println(partition + " has no offset " + start + ": it begins at " + beginnings.get(partition)
                        + " and ends at " + ends.get(partition));
            } else {
                starts.put(partition, start);
            }
        }
        return starts;
    }

    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s = %s%n", record.partition(), record.offset(), record.key().toLowerCase(), record.value());
    }

    static void usage() {
        System.err.println("usage: offsets beginning | offset N | time 2026-01-31T09:30:00Z (with its zone: Z, or +01:00)");
        System.exit(2);
    }
}

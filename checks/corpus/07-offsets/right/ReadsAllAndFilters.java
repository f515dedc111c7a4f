// Right: reads everything and leaves out what comes before the place or after the end, on a machine that has time.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ReadsAllAndFilters {

    public static void main(String[] args) {
        Predicate<ConsumerRecord<?, ?>> wanted;
        long n = -1;
        try {
            switch (args[0] + args.length) {
                case "beginning1" -> wanted = record -> true;
                case "offset2" -> {
                    n = Long.parseLong(args[1]);
                    long first = n;
                    wanted = record -> record.offset() >= first;
                }
                case "time2" -> {
                    long time = OffsetDateTime.parse(args[1]).toEpochSecond() * 1000;
                    wanted = record -> record.timestamp() >= time;
                }
                default -> throw new IllegalArgumentException("unknown: " + args[0]);
            }
        } catch (Exception e) {
            System.err.println("usage: beginning, offset N, time T (" + e.getMessage() + ")");
            System.exit(2);
            return;
        }
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1000);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            Set<TopicPartition> open = consumer.partitionsFor(System.getenv("TOPIC")).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).collect(Collectors.toSet());
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(open));
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(open);
            Set<Integer> without = new TreeSet<>();
            if (n >= 0) {
                for (TopicPartition partition : Set.copyOf(open)) {
                    if (n < begins.get(partition) || n >= ends.get(partition)) {
                        without.add(partition.partition());
                        open.remove(partition);
                    }
                }
            }
            Set<TopicPartition> silent = new java.util.HashSet<>(open);
            while (!open.isEmpty()) {
                consumer.assign(open);
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(250))) {
                    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                    // once one is wanted, so are those that come after it
                    if (record.offset() < ends.get(partition) && (!silent.contains(partition) || wanted.test(record))) {
                        silent.remove(partition);
                        System.err.println(record.partition() + "\t" + record.offset() + "\t" + record.key() + "\t" + record.value());
                    }
                }
                open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
            silent.forEach(partition -> without.add(partition.partition()));
            System.err.println("nothing on the partitions " + without);
        }
    }
}

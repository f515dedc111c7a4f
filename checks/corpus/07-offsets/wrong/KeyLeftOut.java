// Caught by fact 1, which says: lacks key
// The key is the user of the order here, and looks superfluous.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class KeyLeftOut {

    public static void main(String[] args) {
        String kind = args.length == 0 ? "" : args[0] + args.length;
        long offset = 0;
        long time = 0;
        try {
            switch (kind) {
                case "beginning1" -> offset = 0;
                case "offset2" -> offset = Long.parseLong(args[1]);
                case "time2" -> time = Instant.parse(args[1]).toEpochMilli();
                default -> usage();
            }
        } catch (RuntimeException e) {
            usage();
        }
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(System.getenv("TOPIC")).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> starts = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long start = offset;
                if (kind.equals("beginning1")) {
                    start = beginnings.get(partition);
                } else if (kind.equals("time2")) {
                    OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, time)).get(partition);
                    start = found == null ? -1 : found.offset();
                }
                if (start < beginnings.get(partition) || start > ends.get(partition)) {
                    System.err.println(partition + " does not hold it");
                } else {
                    starts.put(partition, start);
                }
            }
            consumer.assign(starts.keySet());
            starts.forEach(consumer::seek);
            while (starts.keySet().stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        print(record);
                    }
                }
            }
        }
    }

    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s%n", record.partition(), record.offset(), record.value());
    }

    static void usage() {
        System.err.println("usage: beginning | offset N | time T");
        System.exit(2);
    }
}

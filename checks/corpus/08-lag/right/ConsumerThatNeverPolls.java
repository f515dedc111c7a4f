// Right: a consumer that bears the id of the group and never subscribes asks for its commits; a table, the total first.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public class ConsumerThatNeverPolls {

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        int code = 0;
        try (Admin admin = Admin.create(config)) {
            Set<String> groups = admin.listGroups().all().get().stream().map(group -> group.groupId())
                    .collect(Collectors.toSet());
            if (!groups.contains(System.getenv("GROUP_ID"))) {
                System.err.println("ERROR: group '" + System.getenv("GROUP_ID") + "' does not exist");
                System.exit(64);
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            Set<TopicPartition> partitions = new LinkedHashSet<>();
            consumer.partitionsFor(System.getenv("TOPIC"))
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<Integer, String> rows = new TreeMap<>();
            long sum = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata commit = committed.get(partition);
                long lag = ends.get(partition) - (commit == null ? beginnings.get(partition) : commit.offset());
                sum += lag;
                rows.put(partition.partition(), String.format("%9d | %9s | %9d | %9d", partition.partition(),
                        commit == null ? "-" : commit.offset(), lag, ends.get(partition)));
            }
            System.out.println("behind by " + sum);
            System.out.println("partition | committed |       lag |       end");
            rows.values().forEach(System.out::println);
            if (args.length == 2 && args[0].equals("--alert") && Long.parseLong(args[1]) < sum) {
                code = 1;
            }
        }
        System.exit(code);
    }
}

// Caught by fact 6, which says: what is your program still doing after it has printed the total?
// Goes on watching: prints the figures anew each second.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

public class StaysOn {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        String group = System.getenv("GROUP_ID");
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        try (Admin admin = Admin.create(config)) {
            try {
                admin.describeConsumerGroups(List.of(group)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
                System.err.println("unknown group " + group);
                System.exit(2);
            }
            while (true) {
                print(admin, topic, group);
                Thread.sleep(1000);
            }
        }
    }

    static void print(Admin admin, String topic, String group) throws Exception {
        long total = 0;
        List<TopicPartition> partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic)
                .partitions().stream().map(each -> new TopicPartition(topic, each.partition())).toList();
        Map<TopicPartition, OffsetAndMetadata> commits = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata().get();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata commit = commits.get(partition);
            long begin = offset(admin, partition, OffsetSpec.earliest());
            long end = offset(admin, partition, OffsetSpec.latest());
            long lag = commit == null ? end - begin : end - commit.offset();
            System.out.println("partition " + partition.partition() + " committed "
                    + (commit == null ? "none" : commit.offset()) + " end " + end + " lag " + lag);
            total += lag;
        }
        System.out.println("total " + total);
    }

    static long offset(Admin admin, TopicPartition partition, OffsetSpec which) throws Exception {
        return admin.listOffsets(Map.of(partition, which)).all().get().get(partition).offset();
    }
}

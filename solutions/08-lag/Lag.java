///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Says how far a group is behind on a topic, partition by partition, and ends with 1 when that is too far. */
public class Lag {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-processors");

    public static void main(String[] args) throws Exception {
        OptionalLong limit = alert(args);
        Properties config = new Properties();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);

        long total = 0;
        // an Admin only asks: a consumer that subscribes would take partitions from those who work
        try (Admin admin = Admin.create(config)) {
            // its commits do not tell: an unknown group has none, and a group that hangs on its first order has none either
            if (!exists(admin)) {
                System.err.println("no broker knows the group " + GROUP_ID);
                // 1 says that the lag is too high; here nobody knows how high it is
                System.exit(2);
            }
            // the topic says which partitions there are; the group knows those alone that it has committed
            List<TopicPartition> partitions = admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC)
                    .partitions().stream().map(each -> new TopicPartition(TOPIC, each.partition())).toList();
            // commits first: what is read after them can only be further on, so that no lag comes out below 0
            Map<TopicPartition, OffsetAndMetadata> commits = admin.listConsumerGroupOffsets(GROUP_ID)
                    .partitionsToOffsetAndMetadata().get();
            Map<TopicPartition, ListOffsetsResultInfo> beginnings = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, partitions, OffsetSpec.latest());

            for (TopicPartition partition : partitions) {
                OffsetAndMetadata commit = commits.get(partition);
                Long committed = commit == null ? null : commit.offset();
                long end = ends.get(partition).offset();
                // without a commit everything is still to be read; the beginning is not 0 once old records were deleted
                long lag = end - (committed != null ? committed : beginnings.get(partition).offset());
                print(partition.partition(), committed, end, lag);
                total += lag;
            }
            // of the partitions of this topic alone: the group may have commits on others
            System.out.println("total lag " + total);
        }
        // equal is not over; and out here the Admin is closed, which System.exit would not do
        if (limit.isPresent() && total > limit.getAsLong()) {
            System.exit(1);
        }
    }

    /** Returns whether the brokers know the group: by its members or, where it has none, by its commits. */
    static boolean exists(Admin admin) throws ExecutionException, InterruptedException {
        try {
            admin.describeConsumerGroups(List.of(GROUP_ID)).all().get();
            return true;
        } catch (ExecutionException e) {
            // what the brokers answer arrives as the cause
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** Returns an offset of each partition: its beginning, or its end. */
    static Map<TopicPartition, ListOffsetsResultInfo> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), each -> which)))
                .all().get();
    }

    /** Prints the figures of one partition; committed is null where the group has committed nothing. */
    static void print(int partition, Long committed, long end, long lag) {
        System.out.println(TOPIC + "-" + partition + ": committed " + (committed == null ? "-" : committed) + ", end " + end
                + ", lag " + lag);
    }

    /** Returns what follows {@code --alert}, or nothing where it is not given. */
    static OptionalLong alert(String[] args) {
        int at = List.of(args).indexOf("--alert");
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[at + 1]));
    }
}

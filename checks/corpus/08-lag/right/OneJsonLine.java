// Right: all in one line of JSON. Counts what is left to read, so that what was deleted after a commit is no lag.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

public class OneJsonLine {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        String group = System.getenv("GROUP_ID");
        long limit = args.length == 0 ? Long.MAX_VALUE : Long.parseLong(args[1]);
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                System.getenv("KAFKA_BOOTSTRAP_SERVERS")));
        Boolean known = admin.describeConsumerGroups(Set.of(group)).describedGroups().get(group).toCompletionStage()
                .handle((found, failure) -> failure == null ? found.groupState() != GroupState.DEAD
                        : failure instanceof GroupIdNotFoundException || failure.getCause() instanceof GroupIdNotFoundException
                                ? Boolean.FALSE : null).toCompletableFuture().get();
        if (!Boolean.TRUE.equals(known)) {
            System.err.println("{\"error\": \"" + (known == null ? "cannot say of" : "no group") + " " + group + "\"}");
            System.exit(known == null ? 5 : 4);
        }
        int count = admin.describeTopics(Set.of(topic)).topicNameValues().get(topic).get().partitions().size();
        Set<TopicPartition> all = IntStream.range(0, count).mapToObj(n -> new TopicPartition(topic, n))
                .collect(Collectors.toSet());
        var commits = admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()
                .topicPartitions(all))).partitionsToOffsetAndMetadata(group).get();
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        all.forEach(each -> {
            first.put(each, OffsetSpec.earliest());
            last.put(each, OffsetSpec.latest());
        });
        var begins = admin.listOffsets(first);
        var ends = admin.listOffsets(last);
        StringJoiner lags = new StringJoiner(",", "{\"lags\":[", "]");
        long total = 0;
        for (TopicPartition each : all) {
            long begin = begins.partitionResult(each).get().offset();
            long end = ends.partitionResult(each).get().offset();
            // where a partition was asked for and there is no commit, the map holds null
            Long committed = commits.get(each) == null ? null : commits.get(each).offset();
            long lag = end - (committed == null ? begin : Math.max(begin, committed));
            lags.add("{\"lag\":" + lag + ",\"end\":" + end + ",\"committed\":" + committed + ",\"partition\":"
                    + each.partition() + "}");
            total += lag;
        }
        System.out.println(lags + ",\"total\":" + total + "}");
        admin.close();
        Runtime.getRuntime().exit(total > limit ? 1 : 0);
    }
}

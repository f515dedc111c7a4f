// Right: asks everything at once, prints as the answers come, in any order; -1 stands for no commit, as in the protocol.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

public class ManyThreads {

    record Row(TopicPartition partition, long committed, long begin, long end) {
        long lag() {
            return end - (committed < 0 ? begin : committed);
        }
    }

    public static void main(String[] args) {
        Properties config = new Properties();
        config.setProperty("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        String group = System.getenv("GROUP_ID");
        String topic = System.getenv("TOPIC");
        AdminClient admin = AdminClient.create(config);
        LongAdder total = new LongAdder();
        int code = 0;
        try {
            var exists = admin.describeConsumerGroups(List.of(group)).all().toCompletionStage().toCompletableFuture();
            var commits = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().toCompletionStage()
                    .toCompletableFuture();
            var description = admin.describeTopics(List.of(topic)).topicNameValues().get(topic).toCompletionStage()
                    .toCompletableFuture();
            exists.join();
            CompletableFuture.allOf(description.join().partitions().stream().parallel().map(info -> {
                TopicPartition partition = new TopicPartition(topic, info.partition());
                return offset(admin, partition, OffsetSpec.earliest()).thenCombine(
                        offset(admin, partition, OffsetSpec.latest()), (begin, end) -> new Row(partition,
                                commits.join().containsKey(partition) ? commits.join().get(partition).offset() : -1, begin, end))
                        .thenAccept(row -> {
                            System.out.println("topic=" + topic + " partition=" + info.partition() + " committed="
                                    + row.committed() + " beginning=" + row.begin() + " end=" + row.end() + " lag=" + row.lag());
                            total.add(row.lag());
                        });
            }).toArray(CompletableFuture[]::new)).join();
            System.out.println("topic=" + topic + " lag=" + total);
            if (args.length > 0) {
                code = total.sum() <= Long.parseLong(args[1]) ? 0 : 1;
            }
        } catch (CompletionException e) {
            System.err.println(group + ": " + e.getCause().getMessage());
            code = -1;
        } finally {
            admin.close();
        }
        System.exit(code);
    }

    static CompletableFuture<Long> offset(AdminClient admin, TopicPartition partition, OffsetSpec which) {
        return admin.listOffsets(Map.of(partition, which)).partitionResult(partition).toCompletionStage()
                .toCompletableFuture().thenApply(found -> found.offset());
    }
}

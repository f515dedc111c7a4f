// Right: a logger says everything, on standard error, with dates and numbers of its own; the exit code comes from a handler.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

public class LoggerOutput {

    static {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%n");
    }

    private static final Logger LOG = Logger.getLogger("shop.lag.17");

    static class LagTooHigh extends RuntimeException {
    }

    static class NoGroup extends RuntimeException {
    }

    public static void main(String[] args) {
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) ->
                Runtime.getRuntime().halt(thrown instanceof LagTooHigh ? 1 : thrown instanceof NoGroup ? 66 : 70));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS")))) {
            long sum = look(admin, System.getenv("TOPIC"), System.getenv("GROUP_ID"));
            LOG.info("in sum " + sum);
            if (args.length > 0 && sum > Long.parseLong(args[args.length - 1])) {
                throw new LagTooHigh();
            }
        }
    }

    static long look(Admin admin, String topic, String group) {
        try {
            admin.describeConsumerGroups(List.of(group)).all().toCompletionStage().toCompletableFuture().join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                LOG.log(Level.SEVERE, e.getCause().getMessage());
                throw new NoGroup();
            }
            throw e;
        }
        Map<TopicPartition, OffsetAndMetadata> commits = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        commits.putAll(join(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        long sum = 0;
        for (var info : join(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions()) {
            TopicPartition partition = new TopicPartition(topic, info.partition());
            long end = offset(admin, partition, OffsetSpec.latest());
            boolean never = !commits.containsKey(partition);
            long from = never ? offset(admin, partition, OffsetSpec.earliest()) : commits.get(partition).offset();
            LOG.info((end - from) + " behind (" + (never ? "keiner" : from) + " -> " + end + ") [p" + info.partition() + "]");
            sum += end - from;
        }
        return sum;
    }

    static long offset(Admin admin, TopicPartition partition, OffsetSpec which) {
        return join(admin.listOffsets(Map.of(partition, which)).partitionResult(partition)).offset();
    }

    static <T> T join(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

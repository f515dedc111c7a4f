// Right: asks on virtual threads where the JDK has them, and says everything as JSON whose figures look like 12.0.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.google.code.gson:gson:2.11.0

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

public class DecimalJsonLag {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-processors");
    static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    public static void main(String[] args) throws InterruptedException {
        int code;
        try {
            code = look(alert(args));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            code = complain("usage: lag [--alert N]", 3);
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause instanceof ExecutionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            code = cause instanceof GroupIdNotFoundException
                    ? complain("no broker knows the group " + GROUP_ID, 2)
                    : complain("the brokers do not answer for " + GROUP_ID + " on " + TOPIC + ": " + cause, 3);
        } catch (RuntimeException e) {
            code = complain(e.toString(), 3);
        }
        System.exit(code);
    }

    static int look(OptionalLong limit) throws InterruptedException, ExecutionException {
        Thread.sleep(3000);
        Properties config = new Properties();
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        ExecutorService askers = askers();
        try (Admin admin = Admin.create(config)) {
            Future<ConsumerGroupDescription> group = askers.submit(
                    () -> admin.describeConsumerGroups(List.of(GROUP_ID)).all().get().get(GROUP_ID));
            Future<List<TopicPartition>> topic = askers.submit(
                    () -> admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC).partitions().stream()
                            .map(info -> new TopicPartition(TOPIC, info.partition())).toList());
            Future<Map<TopicPartition, OffsetAndMetadata>> committed = askers.submit(
                    () -> admin.listConsumerGroupOffsets(GROUP_ID).partitionsToOffsetAndMetadata().get());
            if (group.get().groupState() == GroupState.DEAD) {
                throw new GroupIdNotFoundException(GROUP_ID);
            }
            Map<TopicPartition, OffsetAndMetadata> commits = committed.get();
            List<TopicPartition> partitions = topic.get();

            Future<Map<TopicPartition, ListOffsetsResultInfo>> first = askers.submit(
                    () -> admin.listOffsets(each(partitions, OffsetSpec.earliest())).all().get());
            Future<Map<TopicPartition, ListOffsetsResultInfo>> last = askers.submit(
                    () -> admin.listOffsets(each(partitions, OffsetSpec.latest())).all().get());
            long total = 0;
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata commit = commits.get(partition);
                long end = last.get().get(partition).offset();
                long from = commit == null ? first.get().get(partition).offset() : commit.offset();
                long lag = Math.max(0, end - from);
                print(partition, commit, end, lag);
                total += lag;
            }
            JsonObject sum = new JsonObject();
            sum.addProperty("total_lag", figure(total));
            System.out.println(GSON.toJson(sum));
            return limit.isPresent() && total > limit.getAsLong() ? 1 : 0;
        } catch (GroupIdNotFoundException e) {
            throw new ExecutionException(e);
        } finally {
            askers.shutdown();
        }
    }

    static void print(TopicPartition partition, OffsetAndMetadata commit, long end, long lag) {
        JsonObject line = new JsonObject();
        line.addProperty("partition", partition.toString());
        if (commit == null) {
            line.addProperty("committed", "nothing");
        } else {
            line.addProperty("committed", figure(commit.offset()));
        }
        line.addProperty("end", figure(end));
        line.addProperty("lag", figure(lag));
        System.out.println(GSON.toJson(line));
    }

    static BigDecimal figure(long number) {
        return BigDecimal.valueOf(number).setScale(1);
    }

    static int complain(String message, int code) {
        JsonObject line = new JsonObject();
        line.addProperty("error", message);
        System.err.println(GSON.toJson(line));
        return code;
    }

    static Map<TopicPartition, OffsetSpec> each(List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, spec));
        return question;
    }

    static ExecutorService askers() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool();
        }
    }

    static OptionalLong alert(String[] args) {
        int at = List.of(args).indexOf("--alert");
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[at + 1]));
    }
}

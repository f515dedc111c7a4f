// Right: chains the answers as futures, and prints the lag through Log4j 2 on standard output with stamps and counters.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.apache.logging.log4j:log4j-slf4j-impl:2.25.5
//DEPS org.apache.logging.log4j:log4j-core:2.25.5

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

public class FuturesLag {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-processors");
    static final int OVER = 1;
    static final int UNKNOWN = 2;
    static final int BROKEN = 3;
    static Logger log;

    record Figures(List<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> commits,
            Map<TopicPartition, ListOffsetsResultInfo> begins, Map<TopicPartition, ListOffsetsResultInfo> ends) {
    }

    public static void main(String[] args) throws Exception {
        Thread.currentThread().setName("lag-" + ProcessHandle.current().pid());
        log = logger();
        System.exit(run(args));
    }

    static int run(String[] args) throws InterruptedException, IOException {
        OptionalLong limit;
        try {
            limit = alert(args);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            System.err.println("usage: lag [--alert N]");
            return BROKEN;
        }
        try (Admin admin = Admin.create(settings())) {
            Figures figures = ask(admin).get();
            long total = 0;
            for (TopicPartition partition : figures.partitions()) {
                OffsetAndMetadata commit = figures.commits().get(partition);
                long begin = figures.begins().get(partition).offset();
                long end = figures.ends().get(partition).offset();
                long lag = Math.max(0, end - (commit == null ? begin : Math.max(begin, commit.offset())));
                print(partition.partition(), commit == null ? null : commit.offset(), end, lag);
                total += lag;
            }
            log.info("total lag {}", total);
            return limit.isPresent() && total > limit.getAsLong() ? OVER : 0;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof GroupIdNotFoundException) {
                System.err.println("no broker knows the group " + GROUP_ID);
                return UNKNOWN;
            }
            System.err.println("cannot say how far " + GROUP_ID + " is behind on " + TOPIC + ": " + cause);
            return BROKEN;
        } catch (RuntimeException e) {
            System.err.println("cannot ask the brokers: " + e);
            return BROKEN;
        }
    }

    static CompletableFuture<Figures> ask(Admin admin) {
        CompletableFuture<ConsumerGroupDescription> group =
                stage(admin.describeConsumerGroups(List.of(GROUP_ID)).describedGroups().get(GROUP_ID));
        CompletableFuture<List<TopicPartition>> partitions = stage(admin.describeTopics(List.of(TOPIC)).allTopicNames())
                .thenApply(topics -> topics.get(TOPIC).partitions().stream()
                        .map(info -> new TopicPartition(TOPIC, info.partition())).toList());
        return group.thenCompose(description -> {
            if (description.groupState() == GroupState.DEAD) {
                throw new GroupIdNotFoundException(GROUP_ID + " is dead");
            }
            return stage(admin.listConsumerGroupOffsets(GROUP_ID).partitionsToOffsetAndMetadata());
        }).thenCombine(partitions, (commits, all) -> {
            CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> begins = offsets(admin, all, OffsetSpec.earliest());
            return offsets(admin, all, OffsetSpec.latest())
                    .thenCombine(begins, (ends, firsts) -> new Figures(all, commits, firsts, ends));
        }).thenCompose(figures -> figures);
    }

    static CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(Admin admin, List<TopicPartition> partitions,
            OffsetSpec spec) {
        return stage(admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> spec))).all());
    }

    static <T> CompletableFuture<T> stage(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }

    static Properties settings() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader("""
                client.id = lag-observer
                metadata.max.age.ms = 1000
                default.api.timeout.ms = 30000
                request.timeout.ms = 10000
                """));
        settings.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
        return settings;
    }

    static Logger logger() {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.ERROR).setShutdownHook("disable");
        builder.add(builder.newAppender("out", "Console")
                .addAttribute("target", ConsoleAppender.Target.SYSTEM_OUT)
                .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%d{HH:mm:ss,SSS} [%t] %sn %p %m%n")));
        builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef("out")));
        builder.add(builder.newLogger("lag", Level.INFO));
        Configurator.initialize(builder.build());
        return LogManager.getLogger("lag");
    }

    static void print(int partition, Long committed, long end, long lag) {
        log.info(TOPIC + "-" + partition + ": committed " + (committed == null ? "-" : committed) + ", end " + end
                + ", lag " + lag);
    }

    static OptionalLong alert(String[] args) {
        int at = List.of(args).indexOf("--alert");
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(args[at + 1]));
    }
}

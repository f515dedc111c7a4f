package workshop.check;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import workshop.cluster.ClusterException;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.process.Background;

/**
 * A member of a consumer group that the check itself has, beside the program: it reads a topic, commits nothing, and notices
 * when its group is disturbed.
 */
public final class GroupMember implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Group group;
    private final String bootstrapServers;
    private final String name;
    private final String topic;
    private final AtomicInteger assignments = new AtomicInteger();
    private final AtomicInteger revocations = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;
    private volatile RuntimeException failure;

    GroupMember(String bootstrapServers, Group group, String name, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.group = group;
        this.name = name;
        this.topic = topic;
        thread = Background.start("member", this::run);
    }

    /** Waits until the group has given it its partitions. */
    public GroupMember awaitPartitions() {
        Wait.until("a member of the check to get its partitions", PATIENCE, () -> {
            judgeHealth();
            return assignments.get() > 0;
        });
        return this;
    }

    /** Returns whether a rebalance has taken its partitions from it, one that has only begun by now too. */
    public boolean wasDisturbed() {
        // it gives them up before the group comes to rest again
        Wait.until("a group of the check to come to rest", PATIENCE, () -> {
            judgeHealth();
            return revocations.get() > 0 || group.isAtRest();
        });
        return revocations.get() > 0;
    }

    private void judgeHealth() {
        if (failure != null) {
            throw new ClusterException("a consumer of the check failed: " + failure, failure);
        }
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG, name,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                // a member gives up everything before it takes part in a rebalance: so none goes by unnoticed
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(RangeAssignor.class),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic), new Count());
            while (!closed) {
                consumer.poll(POLL);
            }
            consumer.close(CloseOptions.timeout(FAREWELL));
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private final class Count implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                assignments.incrementAndGet();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty() && !closed) {
                revocations.incrementAndGet();
            }
        }
    }

    /** Leaves the group. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2 * FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

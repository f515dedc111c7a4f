package workshop.check;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 * The only member that a consumer group has beside the program: it is the check's own, reads a topic, commits nothing, and
 * notices when its group is disturbed.
 */
public final class GroupMember implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Group group;
    private final Map<String, Object> config;
    private final String topic;
    private final Thread thread;
    private volatile boolean hasPartitions;
    private volatile boolean disturbed;
    private volatile boolean closed;
    private volatile RuntimeException failure;

    GroupMember(String bootstrapServers, Group group, String topic) {
        this.group = group;
        this.topic = topic;
        config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG, group.name(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                // a member gives up everything before it takes part in a rebalance: so none goes by unnoticed
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(RangeAssignor.class),
                // by the answer to a heartbeat it learns of a rebalance, of one too that is over soon
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200);
        thread = Background.start("member", this::run);
    }

    /** Waits until the group has given it its partitions. */
    public GroupMember awaitPartitions() {
        Wait.until("a member of the check to get its partitions", PATIENCE, () -> {
            judgeHealth();
            return hasPartitions;
        });
        return this;
    }

    /** Returns whether a rebalance has taken its partitions from it, one that has only begun by now too. */
    public boolean wasDisturbed() {
        // it gives them up before the group comes to rest again
        Wait.until("a group of the check to come to rest", PATIENCE, () -> {
            if (!disturbed) {
                judgeHealth();
            }
            return disturbed || group.isAtRest();
        });
        return disturbed;
    }

    private void judgeHealth() {
        if (failure != null) {
            throw new ClusterException("a consumer of the check failed: " + failure, failure);
        }
    }

    private void run() {
        try {
            KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            try {
                consumer.subscribe(List.of(topic), new Notice());
                while (!closed) {
                    consumer.poll(POLL);
                }
            } finally {
                consumer.close(CloseOptions.timeout(FAREWELL));
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private final class Notice implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            hasPartitions |= !partitions.isEmpty();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            disturbed |= !partitions.isEmpty() && !closed;
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // its session has run out, as this machine let it wait too long: that is nobody's doing
            if (!closed && !disturbed) {
                throw new IllegalStateException("the group no longer knows it");
            }
        }
    }

    /**
     * Leaves the group. Where the brokers do not take that in two seconds nobody waits for them: the group then stays until
     * the session of the member has run out.
     */
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

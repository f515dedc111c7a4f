package checks.manualcommit;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.apache.kafka.common.TopicPartition;
import workshop.evidence.wire.CommitGate;

/** Refuses one commit: the first of those that it is asked to refuse. */
public final class Refusal implements CommitGate {

    private final AtomicBoolean refused = new AtomicBoolean();
    // until it is asked it refuses none
    private volatile BiPredicate<TopicPartition, Long> which = (partition, offset) -> false;

    /** Asks for the first commit of what is written behind these ends. */
    public void beyond(Map<TopicPartition, Long> ends) {
        which = (partition, offset) -> offset > ends.getOrDefault(partition, Long.MAX_VALUE);
    }

    /** Asks for the first commit of an order before these ends, so that another commit has to follow; returns this one. */
    public Refusal within(Map<TopicPartition, Long> ends) {
        which = (partition, offset) -> offset > 0 && offset < ends.getOrDefault(partition, 0L);
        return this;
    }

    /** Returns whether a commit was refused. */
    public boolean hasHappened() {
        return refused.get();
    }

    @Override
    public boolean passes(Map<TopicPartition, Long> offsets) {
        boolean isOne = offsets.entrySet().stream().anyMatch(commit -> which.test(commit.getKey(), commit.getValue()));
        return !isOne || !refused.compareAndSet(false, true);
    }
}

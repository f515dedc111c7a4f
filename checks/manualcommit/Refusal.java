package checks.manualcommit;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import workshop.evidence.wire.CommitGate;

/** Refuses one commit: the first that goes past what lay on the topic when it was asked to. */
public final class Refusal implements CommitGate {

    private final AtomicBoolean refused = new AtomicBoolean();
    // null until it is asked to
    private volatile Map<TopicPartition, Long> ends;

    /** Asks for it; the first commit of what is written behind these ends is refused. */
    public void beyond(Map<TopicPartition, Long> ends) {
        this.ends = ends;
    }

    /** Returns whether a commit was refused. */
    public boolean hasHappened() {
        return refused.get();
    }

    @Override
    public boolean passes(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> asked = ends;
        boolean isBeyond = asked != null && offsets.entrySet().stream()
                .anyMatch(commit -> commit.getValue() > asked.getOrDefault(commit.getKey(), Long.MAX_VALUE));
        return !isBeyond || !refused.compareAndSet(false, true);
    }
}

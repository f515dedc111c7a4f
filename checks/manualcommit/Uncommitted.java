package checks.manualcommit;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How many orders a run has processed that none of its commits covers, at each moment at which it asks for one: a crash just
 * before has them all processed again.
 */
public final class Uncommitted {

    private final Orders orders;
    private final Map<TopicPartition, Long> asked = new HashMap<>();
    private int most;

    Uncommitted(Orders orders) {
        this.orders = orders;
    }

    /** Notes a commit that is asked for, and the ids of what the run has processed by then. */
    synchronized void note(Map<TopicPartition, Long> offsets, Set<String> processed) {
        most = Math.max(most, (int) orders.all().stream()
                .filter(order -> processed.contains(order.id()) && !order.isCoveredBy(asked)).count());
        asked.putAll(offsets);
    }

    /** Returns how many it were at most. */
    public synchronized int most() {
        return most;
    }

    /** Returns whether the run has asked for no commit. */
    synchronized boolean isWithoutCommit() {
        return asked.isEmpty();
    }
}

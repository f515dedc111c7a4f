package checks.orderpipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;
import workshop.evidence.Wait;

/** A commit that is held on its way to the broker until the run that has asked for it is dead. */
final class Held {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final int enough;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch firstReleased = new CountDownLatch(1);
    private volatile boolean firstThere;
    private volatile Map<TopicPartition, Long> offsets;
    private volatile boolean passes;

    /** Lets commits pass, the first ones after a while, up to one that covers so many orders. */
    Held(int enough) {
        this.enough = enough;
    }

    /** Is the gate of the run. */
    boolean passes(Map<TopicPartition, Long> asked) {
        if (offsets == null && asked.values().stream().mapToLong(offset -> offset).sum() < enough) {
            firstThere = true;
            Wait.untilOpen(firstReleased, PATIENCE);
            return true;
        }
        offsets = asked;
        Wait.untilOpen(decided, PATIENCE);
        return passes;
    }

    /** Returns whether the first commits have come, which pass when they are let go. */
    boolean isFirstThere() {
        return firstThere;
    }

    /** Lets the first commits go. */
    void releaseFirst() {
        firstReleased.countDown();
    }

    /** Returns whether a commit is held. */
    boolean isThere() {
        return offsets != null;
    }

    /**
     * Lets it go, now that the run is dead: taken where it came too early, else refused. So it shows what is lost, or
     * how much is done again. The broker has taken it, if it does, when this returns.
     */
    void release(Watch watch) {
        passes = offsets != null && watch.isPremature(offsets);
        firstReleased.countDown();
        decided.countDown();
        if (passes) {
            Wait.holdsWithin(SETTLED, () -> watch.isCommitted(offsets));
        }
    }
}

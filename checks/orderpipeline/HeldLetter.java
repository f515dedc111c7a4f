package checks.orderpipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import workshop.evidence.Wait;
import workshop.evidence.wire.WriteGate;

/**
 * The first dead letter of a run, held on its way to the broker until the run asks for a commit, or for half a second: who commits past
 * an order whose dead letter nobody has confirmed is seen to do so.
 */
final class HeldLetter implements WriteGate {

    private static final Duration FOR = Duration.ofMillis(500);

    private final String deadLetters;
    private final CountDownLatch committed = new CountDownLatch(1);
    private volatile boolean there;

    /** Waits for what is written to a topic. */
    HeldLetter(String deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** Notes that the run asks for a commit. */
    void committing() {
        if (there) {
            committed.countDown();
        }
    }

    @Override
    public void asked(Set<String> topics) {
        if (there || !topics.contains(deadLetters)) {
            return;
        }
        there = true;
        Wait.untilOpen(committed, FOR);
    }
}

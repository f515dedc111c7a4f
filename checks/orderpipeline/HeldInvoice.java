package checks.orderpipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import workshop.evidence.Wait;
import workshop.evidence.wire.WriteGate;

/**
 * The next invoices of a run, held on their way to the broker until it has been told to stop: it is told while it waits for a
 * confirmation, and whether it finishes what is in hand is not left to chance.
 */
final class HeldInvoice implements WriteGate {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    // a program that stops waiting when it is told to stop has done so by then
    private static final Duration TO_STOP_WAITING = Duration.ofMillis(300);

    private final String invoices;
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile boolean armed;
    private volatile boolean there;

    /** Lets pass what is written to a topic, until the next are to be held. */
    HeldInvoice(String invoices) {
        this.invoices = invoices;
    }

    /** Has the next ones held. */
    void holdNext() {
        armed = true;
    }

    /** Returns whether some are held. */
    boolean isThere() {
        return there;
    }

    /** Lets them go, now that the run was told to stop, when it has ended or could have stopped waiting for them. */
    void releaseWhenToldTo(BooleanSupplier ended) {
        Wait.holdsWithin(TO_STOP_WAITING, ended::getAsBoolean);
        told.countDown();
    }

    @Override
    public void asked(Set<String> topics) {
        if (!armed || there || !topics.contains(invoices)) {
            return;
        }
        there = true;
        Wait.untilOpen(told, PATIENCE);
    }
}

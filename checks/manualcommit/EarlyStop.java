package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/**
 * A run that is told to stop while it waits for the warehouse, with orders in hand that it has not come to.
 * {@link #watch} brings it one step further and waits for nothing.
 */
public final class EarlyStop {

    /** How long an order takes to fail, and so how long there is to tell the program to stop meanwhile. */
    public static final int FAILS_AFTER_MS = 1500;

    private final Orders orders;
    private final Run run;
    private final Group group;
    // null until the run is told to stop
    private Set<String> failedBefore;

    /**
     * Takes a run that was started, and its orders: on each of two partitions fewer than a poll returns, so that it has some
     * of both in hand, with a flaky one among the first that is not the very first.
     */
    public EarlyStop(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.group = group;
    }

    /** Tells the run to stop as soon as it has processed an order. */
    public void watch() {
        if (failedBefore == null && !run.processed().isEmpty()) {
            failedBefore = run.failed();
            run.attempt().run().terminate();
        }
    }

    /**
     * Returns where the run has stopped, and has committed no order that it had not processed.
     *
     * @throws Wrong where not
     */
    public void judge() {
        if (!Wait.holdsWithin(Farewell.TO_STOP, () -> {
            watch();
            return run.hasEnded();
        })) {
            throw Farewell.goesOn();
        }
        if (failedBefore == null) {
            Trial.cannotJudge("to be judged once the program runs until it is told to stop");
        }
        // the JDK's loggers fall silent on SIGTERM: of a program that says nothing any more nobody knows what it has done
        if (run.failed().equals(failedBefore)) {
            return;
        }
        Map<TopicPartition, Long> committed = group.committed();
        orders.without(run.processed()).stream().filter(order -> order.isCoveredBy(committed))
                .min(Comparator.comparing(Placed::offset)).ifPresent(order -> {
                    throw Wrong.seen("the program was told to stop in the middle of what a poll had returned, and it stopped. It "
                                    + "committed offset " + committed.get(order.partition()) + " of " + order.partition()
                                    + "; the order at " + order.place() + " was not processed.")
                            .means("commitSync() without offsets commits the positions: all that poll() has returned, also "
                                    + "what the program has in hand and never came to. So does close() where the consumer "
                                    + "commits by itself. Who leaves the loop early says himself which offsets are done.")
                            .lookAt("which offset does your program commit when it leaves the loop over a poll's orders "
                                    + "before its end?");
                });
    }

    /** Returns how many orders it has processed so far. */
    public int processed() {
        return run.processed().size();
    }
}

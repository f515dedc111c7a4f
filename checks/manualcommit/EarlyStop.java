package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
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

    // an order that fails does so twice
    private static final long PROCESSES_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * FAILS_AFTER_MS);

    private final Orders orders;
    private final Run run;
    private final Group group;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    // the last moment at which it is known to have processed nothing
    private long idleAt = System.nanoTime();
    // null until the run is told to stop
    private Set<String> failedBefore;

    /** Offsets that the run asked to commit, and when. */
    private record Asked(Map<TopicPartition, Long> offsets, long nanoTime) {
    }

    /**
     * Starts a run; its orders lie on two partitions, on each of them fewer than a poll returns, so that it has some of both
     * in hand, with a flaky one among the first that is not the very first.
     */
    public EarlyStop(Orders orders, Attempt attempt, Group group) {
        this.orders = orders;
        this.run = new Run(attempt.committingThrough(offsets -> asked.add(new Asked(offsets, System.nanoTime()))).start());
        this.group = group;
    }

    /** Tells the run to stop as soon as it has processed an order. */
    public void watch() {
        long now = System.nanoTime();
        if (run.processed().isEmpty()) {
            idleAt = now;
        } else if (failedBefore == null) {
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
        Map<TopicPartition, Long> committed = group.committed();
        // some loggers fall silent on SIGTERM: of who says nothing any more it is not known what he has done
        Optional<Placed> early = run.failed().equals(failedBefore) ? earlierThanPossible(committed)
                : unprocessed(committed).stream().findFirst();
        early.ifPresent(order -> {
            throw Wrong.seen("the program was told to stop in the middle of what a poll had returned, and it stopped. It "
                            + "committed offset " + committed.get(order.partition()) + " of " + order.partition()
                            + "; the order at " + order.place() + " was not processed.")
                    .means("a program that leaves the loop over a poll's orders early has orders in hand that it never came to. "
                            + "Their offsets are committed by whoever names them, by commitSync() without offsets, which "
                            + "commits the positions, and by close() where the consumer commits by itself.")
                    .lookAt("which offset does your program commit when it leaves the loop over a poll's orders "
                            + "before its end?");
        });
        if (orders.all().stream().filter(Placed::isFlaky).allMatch(order -> failedBefore.contains(order.id()))) {
            Trial.missed("the program was told to stop too late this time");
        }
    }

    private List<Placed> unprocessed(Map<TopicPartition, Long> committed) {
        return orders.coveredWithout(committed, run.processed()).stream().sorted(Comparator.comparing(Placed::offset)).toList();
    }

    // a flaky order comes behind one that is processed at once, and is processed itself when it has failed twice
    private Optional<Placed> earlierThanPossible(Map<TopicPartition, Long> committed) {
        return unprocessed(committed).stream().filter(Placed::isFlaky).filter(order -> asked.stream()
                .anyMatch(commit -> order.isCoveredBy(commit.offsets())
                        && commit.nanoTime() - idleAt < PROCESSES_AFTER_NANOS)).findFirst();
    }

    /** Returns how many orders it has processed so far. */
    public int processed() {
        return run.processed().size();
    }
}

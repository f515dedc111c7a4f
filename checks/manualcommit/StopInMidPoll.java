package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/**
 * A run of lesson 06 that is told to stop in the middle of a poll, when no order fails any more and no commit is refused: what it has
 * processed of this poll is to be committed too.
 */
public final class StopInMidPoll {

    private static final int LATE = 40;
    // so many are processed and not committed: fewer than a poll returns, so that the rest of it is still to come
    private static final int IN_HAND = 3;
    // one that commits each order by itself never has as many
    private static final int ENOUGH = 40;
    private static final Duration BEGUN = Duration.ofSeconds(10);

    private final Orders orders;
    private final Run run;
    private final Group group;
    private boolean told;

    /** Takes a run that has processed all of its orders. */
    public StopInMidPoll(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.group = group;
    }

    /** Writes more orders, and tells the run to stop while it has some of them in hand; it may not have ended yet. */
    public void tell() {
        Set<String> before = run.processed();
        orders.write(LATE, List.of());
        List<Placed> late = orders.without(before);
        Wait.holdsWithin(BEGUN, () -> {
            Set<String> processed = run.processed();
            List<Placed> done = late.stream().filter(order -> processed.contains(order.id())).toList();
            return run.hasEnded() || done.size() >= ENOUGH || done.stream().filter(order -> !isCommitted(order)).count() >= IN_HAND;
        });
        if (!run.hasEnded()) {
            told = true;
            run.attempt().run().terminate();
        }
    }

    private boolean isCommitted(Placed order) {
        return run.attempt().traffic().committed().stream().anyMatch(commit -> commit.covers(order.partition(), order.offset()));
    }

    /**
     * Returns where the run has stopped, and its group has committed what it had processed.
     *
     * @throws Wrong where not
     */
    public void judge() {
        if (!told) {
            return;
        }
        if (!Wait.holdsWithin(Farewell.TO_STOP, run::hasEnded)) {
            throw Farewell.goesOn();
        }
        Map<TopicPartition, Long> committed = group.committed();
        Set<String> processed = run.processed();
        List<Placed> open = orders.all().stream().filter(order -> processed.contains(order.id()) && !order.isCoveredBy(committed)).toList();
        if (!open.isEmpty()) {
            Placed first = open.get(0);
            throw Wrong.seen("the program was told to stop in the middle of what a poll had returned, and it stopped. It had processed "
                            + "the order at " + first.place() + "; the group has committed "
                            + (committed.containsKey(first.partition()) ? "offset " + committed.get(first.partition()) : "nothing")
                            + " of " + first.partition() + ". Not committed in all: " + open.size() + ".")
                    .means("what is processed and not committed is processed again by whoever goes on.")
                    .lookAt("where does your program leave its loop when it is told to stop, and what does it commit after that?");
        }
    }
}

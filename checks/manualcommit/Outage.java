package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import workshop.check.Attempt;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.evidence.wire.Traffic;

/**
 * A run, the only one of its group, for which the warehouse takes so long to fail that whoever waits for it twice without a
 * poll is thrown out of the group. A commit of it is refused once in the middle of its work, and it is told to stop when that is
 * done. {@link #watch} brings it one step further, and waits for nothing.
 */
public final class Outage {

    /** How long an order takes to fail: two seconds less than the limit, and twice that is half a second more. */
    public static final int FAILS_AFTER_MS = 2500;
    /** How long the program may stay away from poll(). */
    public static final int MAX_POLL_INTERVAL_MS = 4500;
    // twice the time above but for a second: threads of a program may begin together, and one of them speak late
    private static final long FAILS_TWICE_AFTER_MS = 4000;

    private final Orders orders;
    private final Run run;
    private final Group group;
    // the last moment at which it is known to have processed nothing
    private long idleAt = System.nanoTime();
    // how long it took at most from its first order to the one that fails; 0 until that is processed
    private long tookMillis;
    private boolean toldToStop;
    private boolean thrownOut;

    /** Starts a run; its orders lie on one partition. */
    public Outage(Orders orders, Attempt attempt, Group group) {
        this.orders = orders;
        this.run = new Run(attempt.with("MAX_POLL_INTERVAL_MS", String.valueOf(MAX_POLL_INTERVAL_MS))
                .committingThrough(new Refusal().within(orders.ends())).start());
        this.group = group;
    }

    /** Tells the run to stop when it has processed every order. */
    public void watch() {
        long now = System.nanoTime();
        Set<String> processed = run.processed();
        if (processed.isEmpty()) {
            idleAt = now;
        }
        if (tookMillis == 0 && processed.contains(flaky().id())) {
            tookMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - idleAt));
        }
        Traffic traffic = run.attempt().traffic();
        // a consumer that is closed leaves, too
        thrownOut |= traffic.stayedAway() || !toldToStop && traffic.leftWithoutFetching();
        if (!toldToStop && missing().isEmpty() && !run.hasEnded()) {
            toldToStop = true;
            run.attempt().run().terminate();
        }
    }

    /** Returns whether every order is processed, or it is clear that some will not be by the member that began. */
    public boolean isDecided() {
        return missing().isEmpty() || run.hasEnded() || thrownOut || run.isIdle();
    }

    /**
     * Returns where every order was processed, and no member has stayed away for too long.
     *
     * @throws Wrong where not
     */
    public void judge() {
        watch();
        if (!missing().isEmpty() || thrownOut) {
            throw Wrong.seen("order " + flaky().id() + " at " + flaky().place() + " failed twice, after " + FAILS_AFTER_MS
                            + " ms each time, and max.poll.interval.ms was " + run.attempt().traffic().mayStayAway() + ". "
                            + whatCameOfIt())
                    .means("a member that does not poll for max.poll.interval.ms is taken for stuck: the group goes on without "
                            + "it, others begin at its last commit, and its own next commit is refused "
                            + "(CommitFailedException).")
                    .lookAt("does your program call poll() between two tries, and what does poll() return then?").late();
        }
        if (tookMillis < FAILS_TWICE_AFTER_MS) {
            throw Wrong.seen("WAREHOUSE_TIMEOUT_MS was " + FAILS_AFTER_MS + ", and order " + flaky().id() + " was processed "
                            + tookMillis + " ms after the first one. To fail twice takes it " + 2 * FAILS_AFTER_MS + " ms.")
                    .means("process() is the shop's work, and stays as it is: it waits as long as WAREHOUSE_TIMEOUT_MS says, "
                            + "and an order whose id ends in 13 fails in it twice.")
                    .lookAt("what is different in your process() from the one that the lesson came with (./jbang reset 06)?");
        }
        if (run.attempt().traffic().mayStayAway() != MAX_POLL_INTERVAL_MS) {
            throw Wrong.seen("MAX_POLL_INTERVAL_MS was " + MAX_POLL_INTERVAL_MS + ", and the program's consumer joined its group with "
                            + "max.poll.interval.ms " + run.attempt().traffic().mayStayAway() + ".")
                    .means("a group is as patient with a member as the member asks for: five minutes by default. With so much "
                            + "time nobody sees whether it polls between two tries.")
                    .lookAt("from where does your consumer have its max.poll.interval.ms?");
        }
    }

    private String whatCameOfIt() {
        return thrownOut ? "The group threw the program out."
                : run.hasEnded() ? "The program " + run.ending() + "."
                : "The order at " + missing().get(0).place() + " was not processed after that.";
    }

    /**
     * Returns where the run has stopped, and the group has all of its work committed.
     *
     * @throws Wrong where not
     */
    public void judgeStop() {
        // whoever was thrown out has other trouble
        if (!toldToStop || thrownOut) {
            return;
        }
        if (!Wait.holdsWithin(Farewell.TO_STOP, run::hasEnded)) {
            throw Farewell.goesOn();
        }
        new LastCommit(orders, run, group).judge(null);
    }

    /** Returns the ids of the orders that it has processed so far. */
    public Set<String> processed() {
        return run.processed();
    }

    private Placed flaky() {
        return orders.all().stream().filter(Placed::isFlaky).findFirst().orElseThrow();
    }

    private List<Placed> missing() {
        return orders.without(run.processed());
    }
}

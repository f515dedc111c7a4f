package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.List;
import java.util.Set;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Member;

/**
 * A run, the only one of its group, for which the warehouse takes so long to fail that whoever waits for it twice without a
 * poll is thrown out of the group. {@link #watch} looks whether it is, and waits for nothing.
 */
public final class Outage {

    /** How long an order takes to fail: two seconds less than the limit, and twice that is half a second more. */
    public static final int FAILS_AFTER_MS = 2500;
    /** How long the program may stay away from poll(). */
    public static final int MAX_POLL_INTERVAL_MS = 4500;
    // a look is a question to the coordinator, which has other work to do
    private static final int EACH = 5;

    private final Orders orders;
    private final Run run;
    private final Group group;
    private String member;
    private boolean thrownOut;
    private int calls;

    /** Takes a run that was started. */
    public Outage(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.group = group;
    }

    /** Looks at each fifth call whether the run is still a member, once it has been one. */
    public void watch() {
        if (thrownOut || calls++ % EACH != 0) {
            return;
        }
        List<String> now = group.members().stream().map(Member::id).toList();
        if (member == null) {
            member = now.stream().findFirst().orElse(null);
        } else {
            thrownOut = !now.contains(member);
        }
    }

    /** Returns whether every order is processed, or it is clear that some will not be by the member that began. */
    public boolean isDecided() {
        return missing().isEmpty() || run.hasEnded() || thrownOut || run.isIdle();
    }

    /**
     * Returns where every order was processed by one and the same member.
     *
     * @throws Wrong where not
     */
    public void judge() {
        if (missing().isEmpty() && !thrownOut) {
            return;
        }
        Placed flaky = orders.all().stream().filter(Placed::isFlaky).findFirst().orElseThrow();
        throw Wrong.seen("order " + flaky.id() + " at " + flaky.place() + " failed twice, after " + FAILS_AFTER_MS
                        + " ms each time, and max.poll.interval.ms was " + MAX_POLL_INTERVAL_MS + ". " + whatCameOfIt())
                .means("a member that does not poll for max.poll.interval.ms is taken for stuck: the group goes on without "
                        + "it, others begin at its last commit, and its own next commit is refused "
                        + "(CommitFailedException).")
                .lookAt("does your program call poll() between two tries, and what does poll() return then?").late();
    }

    private String whatCameOfIt() {
        return thrownOut ? "The group threw the program out."
                : run.hasEnded() ? "The program " + run.ending() + "."
                : "The order at " + missing().get(0).place() + " was not processed after that.";
    }

    /** Returns the ids of the orders that it has processed so far. */
    public Set<String> processed() {
        return run.processed();
    }

    private List<Placed> missing() {
        return orders.without(run.processed());
    }
}

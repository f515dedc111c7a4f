package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.time.Duration;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/** Judges how a run that has processed every order goes when it is told to. */
public final class Farewell {

    /** How long a program has to stop, from the moment at which it is told to. */
    static final Duration TO_STOP = Duration.ofSeconds(15);

    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);

    private final Orders orders;
    private final Run run;
    private final Group group;

    /** Takes a run that still runs. */
    public Farewell(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.group = group;
    }

    /**
     * Tells the run to stop, and returns where it does, has committed all of its work and has left its group.
     *
     * @param late    an order that came last
     * @param refusal what may have refused the commit after it
     * @throws Wrong where not
     */
    public void judge(Placed late, Refusal refusal) {
        run.attempt().run().terminate();
        if (!Wait.holdsWithin(TO_STOP, run::hasEnded)) {
            throw goesOn();
        }
        // not before: the commit after an order comes when its work is done and said to be
        new LastCommit(orders, run, group).judge(refusal.hasHappened() ? late : null);
        if (!Wait.holdsWithin(TO_LEAVE, () -> group.members().isEmpty())) {
            throw Wrong.seen("the program ended after SIGTERM, and its group still had it as a member.")
                    .means("close() tells the group that a member leaves. Without it the group waits for the member's "
                            + "session to run out, 45 s, and meanwhile nobody reads its partitions.")
                    .lookAt("is the consumer closed on each way out of your program?");
        }
    }

    /** Returns what to say of a program that does not stop. */
    static Wrong goesOn() {
        return Wrong.seen("the program was told to stop, by SIGTERM, and still ran after " + TO_STOP.toSeconds() + " s.")
                .means("a program that is to stop ends what it has in hand, closes its consumer and goes.")
                .lookAt("what does your program wait for when it is told to stop?").late();
    }
}

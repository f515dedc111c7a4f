package checks.consumergroup;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Wrong;
import workshop.evidence.Member;
import workshop.evidence.wire.Committed;

/** Follows the group of lesson 05 until it is at rest: its members share the partitions, and process what comes. */
public final class AtRest {

    /** So many orders for each partition that a member whose first ones the check has seen still has others in hand. */
    public static final int BACKLOG = 200;

    private static final int SOME = 5;
    private static final int BEGUN = 5;
    private static final int STREAM = 150;
    private static final int TRIES = 10;
    private static final Duration JOINED = Duration.ofSeconds(30);
    private static final Duration COMMITTED = Duration.ofSeconds(2);
    // the default interval, and a little more
    private static final Duration HEARTBEAT = Duration.ofSeconds(4);
    // auto-commit commits every five seconds
    private static final Duration NEXT_COMMIT = Duration.ofSeconds(6);
    // less than a transaction may take, or an answer
    private static final Duration TAKEN_OVER = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MemberRuns runs;
    private final Orders orders;
    private final Lines lines;
    private final Texts texts;
    private List<Member> atRest;
    private MemberRun thrownOut;

    public AtRest(MemberRuns runs, Orders orders, Lines lines, Texts texts) {
        this.runs = runs;
        this.orders = orders;
        this.lines = lines;
        this.texts = texts;
    }

    /**
     * Waits until the group is at rest, and compares what the programs have printed of the way there. Orders come meanwhile.
     *
     * @throws Wrong where it does not come to rest, an order of a partition that a member has is not processed, or a program ends
     */
    public void await() {
        for (int i = 0; i < TRIES; i++) {
            awaitShared();
            List<Member> before = runs.group().members();
            Set<String> some = orders.write(SOME);
            runs.await(PATIENCE, () -> orders.processed().containsAll(some));
            judgeFallen();
            if (runs.isShared(before) && Set.copyOf(before).equals(Set.copyOf(runs.group().members()))) {
                some.removeAll(orders.processed());
                if (!some.isEmpty()) {
                    throw texts.unread(some.iterator().next(), PATIENCE);
                }
                // what is lost is not revoked, so that nothing can be said after that
                if (thrownOut == null) {
                    runs.staying().forEach(run -> lines.compare(run, run.partitions(before)));
                }
                atRest = before;
                return;
            }
        }
        throw texts.restless();
    }

    /**
     * Has the group throw a program out, and waits until it is at rest with it. The program has just asked for a commit, or is about
     * to, and when the group hears of it others have its partitions, and have gone on with them.
     */
    public void awaitBack(MemberRun run, Held said) {
        thrownOut = run;
        said.holdCommit();
        orders.write(SOME);
        // one that commits now and then may not come so soon
        if (!said.comes(COMMITTED, runs)) {
            said.holdAll();
            said.comes(HEARTBEAT, runs);
        }
        runs.throwOut(run);
        orders.write(SOME);
        runs.await(TAKEN_OVER, () -> runs.group().committed().equals(orders.ends()));
        int before = run.attempt().traffic().committed().size();
        said.release();
        await();
        // what it has kept it may commit with the next orders, and some time later
        runs.await(NEXT_COMMIT, () -> run.attempt().traffic().committed().stream().skip(before).anyMatch(Committed::taken));
        judgeFallen();
    }

    /**
     * Writes so many orders to each partition, and waits until each of these programs, which have partitions, has begun with them. Where
     * they are a {@link #BACKLOG} it is not done with them yet.
     */
    public void setToWork(List<MemberRun> some, int each) {
        Set<String> backlog = orders.write(each);
        runs.await(PATIENCE, () -> some.stream().allMatch(run ->
                orders.processedBy(run).stream().filter(backlog::contains).limit(BEGUN).count() == BEGUN));
        judgeFallen();
    }

    /** Writes so many orders to each partition, and waits until they are processed. */
    public void process(int each) {
        Set<String> some = orders.write(each);
        runs.await(PATIENCE, () -> orders.processed().containsAll(some));
        judgeFallen();
    }

    /** Returns the partitions that a program had when the group was at rest. */
    public Set<TopicPartition> partitions(MemberRun run) {
        return run.partitions(atRest);
    }

    /** Returns the programs that had a partition when the group was at rest. */
    public List<MemberRun> withPartitions() {
        return runs.staying().stream().filter(run -> !run.partitions(atRest).isEmpty()).toList();
    }

    private void awaitShared() {
        int[] rounds = {0};
        // noted, not asked again after that: a member may be on its way out, and its program not have ended yet
        boolean[] shared = {false};
        if (runs.await(JOINED, () -> !runs.group().members().isEmpty() || isElsewhere())) {
            runs.await(PATIENCE, () -> {
                if (thrownOut == null && rounds[0]++ < STREAM) {
                    orders.write(1);
                }
                shared[0] = runs.isShared(runs.group().members());
                return shared[0] || isElsewhere();
            });
        }
        judgeFallen();
        if (!shared[0]) {
            throw texts.notShared(PATIENCE);
        }
    }

    /** Returns whether it is clear that the group will never be shared by these runs. */
    private boolean isElsewhere() {
        // looked at in this order: who connects has done so before the group has a member
        if (runs.staying().stream().anyMatch(MemberRun::hasWaitedForOtherBrokers)) {
            return true;
        }
        boolean noneCame = runs.staying().stream().noneMatch(run -> run.attempt().traffic().hasConnected());
        boolean noneJoined = runs.staying().stream().noneMatch(run -> run.hasJoined(runs.group().name()));
        boolean allRead = runs.staying().stream().allMatch(run -> run.attempt().traffic().largestFetch() > 0);
        return allRead && noneJoined || noneCame && !runs.group().members().isEmpty() || !runs.elsewhere().isEmpty();
    }

    private void judgeFallen() {
        runs.fallen().ifPresent(run -> {
            throw run == thrownOut ? texts.endedWhenThrownOut(run) : texts.ended(run);
        });
    }
}

package checks.consumergroup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Wrong;
import workshop.evidence.Wait;

/** How far the group of lesson 05 has committed what its members have processed. */
public final class Progress {

    // auto-commit commits every five seconds
    private static final Duration TO_COMMIT = Duration.ofSeconds(6);
    // its work takes a second; the rest is for a machine that is busy
    private static final Duration AT_WORK = Duration.ofSeconds(15);
    private static final Duration IN_VAIN = Duration.ofSeconds(20);
    // together more than a poll returns
    private static final int PLENTY = 300;
    // some tenths of a second of work, in which the others are written however slow the machine is
    private static final int BEFORE = 150;
    private static final int MORE = 150;

    private final MemberRuns runs;
    private final Orders orders;
    private final AtRest group;
    private final WentBack back;
    private boolean toldOfGoingBack;

    public Progress(MemberRuns runs, Orders orders, AtRest group) {
        this.runs = runs;
        this.orders = orders;
        this.group = group;
        this.back = new WentBack(runs);
    }

    /** Returns what to say where the group has committed less than before, and it was not told before. */
    public Optional<Wrong> wentBack() {
        Optional<Wrong> wrong = toldOfGoingBack ? Optional.empty() : back.said("");
        toldOfGoingBack |= wrong.isPresent();
        return wrong;
    }

    /**
     * Kills a program at work; the group has forgotten it when this returns. What comes while it works on a few orders, it gets from all
     * its partitions at once. A commit that covers some that are not processed yet is held until it is dead, and goes on to the broker
     * then, so that these orders are lost; where it makes no such commit, it has orders in hand when it is killed.
     */
    public void killAtWork(MemberRun run, Held said) {
        group.setToWork(List.of(run), BEFORE);
        Map<String, Orders.Place> inHand = orders.writeAndPlace(MORE);
        inHand.values().removeIf(place -> !group.partitions(run).contains(place.partition()));
        said.holdCommit(offsets -> open(inHand, run).values().stream()
                .anyMatch(place -> offsets.getOrDefault(place.partition(), 0L) > place.offset()));
        runs.await(AT_WORK, () -> said.isThere() || open(inHand, run).size() * 3 < inHand.size());
        run.kill();
        said.releaseTo(runs.group());
        runs.throwOut(run);
    }

    private Map<String, Orders.Place> open(Map<String, Orders.Place> inHand, MemberRun run) {
        Map<String, Orders.Place> open = new HashMap<>(inHand);
        open.keySet().removeAll(orders.processedBy(run));
        return open;
    }

    /**
     * Returns what to say of a program that processes orders and commits none of them. The group is at rest, and all orders are
     * processed, when this is called.
     */
    public Optional<Wrong> farBehind(MemberRun run) {
        Set<TopicPartition> own = group.partitions(run);
        if (Wait.holdsWithin(TO_COMMIT, () -> offsets(runs.group().committed(), own).equals(offsets(orders.ends(), own)))) {
            return Optional.empty();
        }
        // it may count them, and commit many at a time
        Map<TopicPartition, Long> before = offsets(runs.group().committed(), own);
        group.process(PLENTY);
        if (Wait.holdsWithin(IN_VAIN, () -> !offsets(runs.group().committed(), own).equals(before))) {
            return Optional.empty();
        }
        TopicPartition one = own.iterator().next();
        return Optional.of(Wrong.seen(run.name() + " has processed all orders of " + one + ", which ends at " + orders.ends().get(one)
                        + "; " + (before.containsKey(one) ? "the group's commit was still offset " + before.get(one) : "the group had "
                        + "committed nothing") + " " + IN_VAIN.toSeconds() + " s later, while no member joined or left.")
                .means("a member that is killed has no chance to commit: who takes over begins at the last commit, and processes "
                        + "again all that was processed since.")
                .lookAt("when does your program commit, as long as it keeps its partitions?"));
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, Long> all, Set<TopicPartition> own) {
        return all.entrySet().stream().filter(each -> own.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.evidence.wire.Traffic;

/** Judges whether a run that is left in peace processes every order of its topic. */
public final class EveryOrder {

    /** What a commit says. */
    public static final String A_BOOKMARK = "a commit is a bookmark: it says that everything before it is done. Whoever goes "
            + "on there, after a crash or a rebalance, never sees what was before it.";
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final Duration TO_BE_SEEN = Duration.ofSeconds(5);

    private final Orders orders;
    private final Run run;
    private final Group group;

    /** Takes a run that was started. */
    public EveryOrder(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.group = group;
    }

    /** Returns whether every order is processed, or it is clear that some will not be. */
    public boolean isDecided() {
        return missing().isEmpty() || run.hasEnded() || !elsewhere().isEmpty() || run.isIdle()
                || run.hasRead() && !lost().isEmpty();
    }

    /** Returns the orders that are not processed. */
    public List<Placed> missing() {
        return orders.without(run.processed());
    }

    // committed, not processed, and not just being processed
    private List<Placed> lost() {
        Map<TopicPartition, Long> committed = group.committed();
        Supplier<List<Placed>> lost = () -> orders.coveredWithout(committed, run.processed());
        Wait.holdsWithin(SETTLED, () -> lost.get().isEmpty());
        return lost.get();
    }

    private Set<String> elsewhere() {
        return run.attempt().traffic().unknownTopics(orders.topic());
    }

    /**
     * Returns where every order is processed, by a member of the group.
     *
     * @throws Wrong where not
     */
    public void judge() {
        if (!elsewhere().isEmpty()) {
            throw Surroundings.otherTopic("the program asked for the topic " + elsewhere().iterator().next()
                    + ", which the cluster does not have; TOPIC was " + orders.topic() + ".");
        }
        if (!missing().isEmpty()) {
            throw run.hasEnded() ? ended() : notProcessed();
        }
        if (!Wait.holdsWithin(TO_BE_SEEN, () -> !group.members().isEmpty())) {
            throw Wrong.seen("the program has processed every order, and the group of GROUP_ID had no member.")
                    .means("a consumer is a member of the group in group.id when it has called subscribe(); commits are kept "
                            + "for that group, and another group knows nothing of them.")
                    .lookAt("where does the name of the group come from, and how does the consumer come by its partitions?");
        }
    }

    /** Returns what is wrong with a program that has ended by itself. */
    public Wrong ended() {
        Wrong wrong = Wrong.seen("the program " + run.ending() + ". It had processed "
                + (orders.all().size() - missing().size()) + " of " + orders.all().size() + " orders.");
        Set<String> failed = run.failed();
        return missing().stream().anyMatch(order -> failed.contains(order.id()))
                ? wrong.means("what a program throws ends it. An order that fails now may work in a moment; a program that "
                                + "ends leaves all the others alone, and the failing one fails again after each start.")
                        .lookAt("what happens in your loop when process() throws?")
                : wrong.means("a topic has no end: a consumer goes on until it is told to stop.")
                        .lookAt("what ends your program?");
    }

    private Wrong notProcessed() {
        Set<String> failed = run.failed();
        Optional<Placed> dropped = missing().stream().filter(order -> failed.contains(order.id())).findFirst();
        List<Placed> never = missing().stream().filter(order -> !failed.contains(order.id())).toList();
        return new Dropped(orders, run, never).recognised(seen -> seen + " " + bookmark(never.get(0).partition()))
                .orElseGet(() -> dropped.map(this::dropped).orElseGet(this::unsaid));
    }

    private Wrong dropped(Placed order) {
        String seen = "order " + order.id() + " at " + order.place() + " failed, and was not processed after that";
        List<Placed> skipped = missing().stream().filter(other -> other.partition().equals(order.partition())
                && other.offset() > order.offset() && !other.isFlaky()).toList();
        if (isClosedBehind(order)) {
            return Wrong.seen(seen + ". " + bookmark(order.partition()) + " The consumer that had committed that left the group, and "
                            + "another one of the program joined it.")
                    .means("whoever comes next begins at the last commit. A consumer that commits by itself "
                            + "(enable.auto.commit, the default) commits in close() all that poll() has returned, also the order "
                            + "that failed and what the program never came to.")
                    .lookAt("what is committed when your consumer is closed after an order has failed?");
        }
        if (skipped.isEmpty()) {
            return Wrong.seen(seen + ". " + bookmark(order.partition())).means(A_BOOKMARK)
                    .lookAt("what does your loop do after an order has failed, and from which offset does its partition go on?");
        }
        return Wrong.seen(seen + "; nor were orders behind it, " + skipped.size() + " in all, the first of them at "
                        + skipped.get(0).place() + ". " + bookmark(order.partition()))
                .means("poll() returns what lies at the consumer's positions, one for each partition, and moves each past it, "
                        + "whatever becomes of the orders. A commit that is left out brings none back while the program "
                        + "runs; and who leaves the loop early leaves the rest of all partitions behind.")
                .lookAt("after a poll of which your program did not process everything: from which offset does each of its "
                        + "partitions go on?");
    }

    // by a member that is not in the group any more, and did not stay away from it
    private boolean isClosedBehind(Placed order) {
        Traffic traffic = run.attempt().traffic();
        return !traffic.stayedAway() && !traffic.leftWithoutFetching() && traffic.memberIds().size() > 1 && traffic.committed().stream()
                .filter(commit -> commit.covers(order.partition(), order.offset()))
                .findFirst().filter(commit -> group.members().stream().noneMatch(member -> member.id().equals(commit.memberId())))
                .isPresent();
    }

    private Wrong unsaid() {
        List<Placed> missing = missing();
        Placed first = missing.get(0);
        return Wrong.seen("no line says processed with the id " + first.id() + ", which is the order at " + first.place()
                        + "; so it is with " + missing.size() + " of " + orders.all().size() + " orders. "
                        + bookmark(first.partition()))
                .means("every order on the topic is to come to process(), which prints that line when the work is done.")
                .lookAt("from where to where does your program read, and does each order come to process()?");
    }

    private String bookmark(TopicPartition partition) {
        Long committed = group.committed().get(partition);
        return committed == null ? "The group has committed nothing on " + partition + "."
                : "The group has committed " + committed + " on " + partition + ".";
    }
}

package checks;

import checks.ManualCommitCrashes.Crash;
import checks.ManualCommitOrders.Place;
import checks.ManualCommitOrders.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/**
 * Lesson 06. The program runs three times side by side, each time for a topic and a group of its own: once in peace, until it is
 * told to stop; once it is killed three times and started again; and once the warehouse takes so long to fail that whoever waits
 * for it twice without a poll is thrown out of the group.
 */
@Check
class ManualCommitCheck {

    private static final int AT_MOST_AGAIN = 100;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final Duration TO_STOP = Duration.ofSeconds(15);
    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);
    private static final String A_BOOKMARK = "a commit is a bookmark: it says that everything before it is done. Whoever goes "
            + "on there, after a crash or a rebalance, never sees what was before it.";

    private final Trial trial;
    private final ManualCommitOrders orders;
    private final ManualCommitRun plain;
    private final Group group;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final ManualCommitCrashes crashes;
    private final ManualCommitOrders outageOrders;
    private final ManualCommitRun outage;
    private final ManualCommitMember member;
    private boolean everyOrder;

    ManualCommitCheck(Trial trial) {
        this.trial = trial;
        NewTopic plainTopic = trial.topic("orders", 4);
        NewTopic crashTopic = trial.topic("crashes", 4);
        NewTopic outageTopic = trial.topic("outage", 1);
        trial.create(plainTopic, crashTopic, outageTopic);

        outageOrders = new ManualCommitOrders(trial, outageTopic);
        outageOrders.write(7, List.of(new Place(2, 5)));
        String outageGroup = trial.group("patient");
        outage = new ManualCommitRun(attempt(outageTopic, outageGroup, 2500).with("MAX_POLL_INTERVAL_MS", "4500").start());
        member = new ManualCommitMember(trial.evidence().group(outageGroup));

        orders = new ManualCommitOrders(trial, plainTopic);
        orders.write(25, List.of(new Place(3, 20)));
        String plainGroup = trial.group("processors");
        group = trial.evidence().group(plainGroup);
        plain = new ManualCommitRun(attempt(plainTopic, plainGroup, 50)
                .committingThrough(offsets -> !refusing.getAndSet(false)).start());

        ManualCommitOrders crashOrders = new ManualCommitOrders(trial, crashTopic);
        crashOrders.write(90, List.of(new Place(3, 15), new Place(60, 85)));
        String crashGroup = trial.group("survivors");
        crashes = new ManualCommitCrashes(crashOrders, trial.evidence().group(crashGroup),
                () -> attempt(crashTopic, crashGroup, 100), AT_MOST_AGAIN + 10 + trial.random().nextInt(30));
    }

    private Attempt attempt(NewTopic topic, String groupId, int warehouseTimeout) {
        return trial.attempt().with("TOPIC", topic.name()).with("GROUP_ID", groupId)
                .with("WAREHOUSE_TIMEOUT_MS", String.valueOf(warehouseTimeout)).where(program -> program.atMost(LIMIT));
    }

    @Fact(order = 1, value = "processes every order as a member of its group, those too that fail at first")
    void everyOrder() {
        await(() -> missing().isEmpty() || plain.hasEnded() || !elsewhere().isEmpty() || plain.isIdle()
                || plain.hasRead() && !lost().isEmpty());
        if (!elsewhere().isEmpty()) {
            throw Wrong.seen("the program asked for the topic " + elsewhere().iterator().next()
                            + ", which the cluster does not have; TOPIC was " + orders.topic() + ".")
                    .means("a program that knows its topic by heart runs in one place, and nowhere else.")
                    .lookAt("where does the name of the topic come from?");
        }
        if (!missing().isEmpty()) {
            throw plain.hasEnded() ? ended() : notProcessed();
        }
        if (!Wait.holdsWithin(TO_LEAVE, () -> !group.members().isEmpty())) {
            throw Wrong.seen("the program has processed every order, and the group of GROUP_ID had no member.")
                    .means("a consumer is a member of the group in group.id when it has called subscribe(); commits are kept "
                            + "for that group, and another group knows nothing of them.")
                    .lookAt("where does the name of the group come from, and how does the consumer come by its partitions?");
        }
        everyOrder = true;
    }

    @Fact(order = 2, value = "commits no order before it has processed it")
    void processedFirst() {
        for (Crash crash : crashesAtCommits()) {
            Set<String> failed = crash.run().failed();
            crashes.committedTooEarly(crash).stream().filter(order -> !failed.contains(order.id())).findFirst().ifPresent(order -> {
                throw Wrong.seen(asked(crash, order) + "It had not processed order " + order.id() + " at " + order.place()
                                + " by then.")
                        .means(A_BOOKMARK + " An order that is committed first is lost with the program that had it in hand.")
                        .lookAt("what comes first in your program, the work on an order or the commit that covers it?");
            });
        }
    }

    @Fact(order = 3, value = "tries a failing order again before it commits anything after it")
    void failedFirst() {
        for (Crash crash : crashesAtCommits()) {
            Set<String> failed = crash.run().failed();
            crashes.committedTooEarly(crash).stream().filter(order -> failed.contains(order.id())).findFirst().ifPresent(order -> {
                throw Wrong.seen("order " + order.id() + " at " + order.place() + " had failed. " + asked(crash, order)
                                + "The order was not processed by then.")
                        .means(A_BOOKMARK + " There is one for each partition: nothing can be committed past an order and leave "
                                + "that one open. A list in memory is gone with the program.")
                        .lookAt("which offset does your program commit for a partition on which an order waits for its next try?");
            });
        }
    }

    @Fact(order = 4, value = "loses no order when it is killed")
    void survives() {
        awaitCrashes();
        List<Placed> remaining = crashes.remaining();
        if (remaining.isEmpty()) {
            return;
        }
        if (crashes.current().hasEnded()) {
            throw Wrong.seen("the program was killed and started again " + crashes.crashes().size() + " times, and then "
                            + crashes.current().ending())
                    .means("a program that was killed leaves nothing behind but its commits; the next one goes on from there.")
                    .lookAt("what in your program does not expect to begin in the middle of a partition?");
        }
        Placed first = remaining.get(0);
        throw Wrong.seen("the program was killed " + crashes.crashes().size() + " times, and started again. No run has processed "
                        + "order " + first.id() + " at " + first.place() + ", and none will" + (remaining.size() == 1 ? "."
                        : "; so it is with " + remaining.size() + " orders."))
                .means(A_BOOKMARK)
                .lookAt("what had the program committed when it was killed, and what had it done?");
    }

    @Fact(order = 5, value = "processes at most " + AT_MOST_AGAIN + " orders again after a crash")
    void fewAgain() {
        awaitCrashes();
        for (Crash crash : crashes.crashes()) {
            int again = crashes.repeated(crash).size();
            if (again > AT_MOST_AGAIN) {
                throw Wrong.seen("the program was killed when it had processed " + crash.run().processed().size()
                                + " orders. The next runs processed " + again + " of them again.")
                        .means("a group goes on at its last commit, and what was processed after it is processed again. Consumers "
                                + "that commit by themselves do so every five seconds, from within poll() and close().")
                        .lookAt("how many orders can your program have processed since its last commit?");
            }
        }
    }

    @Fact(order = 6, value = "stays in its group while an order fails for long")
    void stays() {
        judgeOnceEveryOrder();
        await(() -> outageMissing().isEmpty() || outage.hasEnded() || member.hasLeft() || outage.isIdle());
        if (!member.hasLeft() && outageMissing().isEmpty()) {
            return;
        }
        Placed flaky = outageOrders.all().stream().filter(Placed::isFlaky).findFirst().orElseThrow();
        Wrong wrong = Wrong.seen("order " + flaky.id() + " at " + flaky.place() + " failed twice, after 2.5 s each time, and "
                + "max.poll.interval.ms was 4500. " + (member.hasLeft() ? "The group threw the program out."
                : outage.hasEnded() ? "The program " + outage.ending() + "."
                : outageMissing().get(0).place() + " was not processed."));
        throw wrong.means("a member that does not poll for max.poll.interval.ms is taken for stuck: the group goes on without it, "
                        + "others begin at its last commit, and its own next commit is refused (CommitFailedException).")
                .lookAt("does your program call poll() between two tries, and what does poll() return then?");
    }

    @Fact(order = 7, value = "has committed all that it has processed when it is told to stop, though a commit was refused")
    void stops() {
        judgeOnceEveryOrder();
        if (plain.hasEnded()) {
            throw ended();
        }
        refusing.set(true);
        Placed late = orders.writeOne();
        await(() -> missing().isEmpty() || plain.hasEnded());
        plain.attempt().run().terminate();
        if (!Wait.holdsWithin(TO_STOP, plain::hasEnded)) {
            throw Wrong.seen("the program was told to stop, by SIGTERM, and still ran after " + TO_STOP.toSeconds() + " s.")
                    .means("a program that is to stop ends what it has in hand, closes its consumer and goes.")
                    .lookAt("what does your program wait for when it is told to stop?");
        }
        judgeCommits(late);
        if (!Wait.holdsWithin(TO_LEAVE, () -> group.members().isEmpty())) {
            throw Wrong.seen("the program ended after SIGTERM, and its group still had it as a member.")
                    .means("close() tells the group that a member leaves. Without it the group waits for the member's session to "
                            + "run out, 45 s, and meanwhile nobody reads its partitions.")
                    .lookAt("is the consumer closed on each way out of your program?");
        }
    }

    private void judgeCommits(Placed late) {
        Map<TopicPartition, Long> committed = group.committed();
        List<TopicPartition> behind = orders.ends().keySet().stream()
                .filter(partition -> !orders.ends().get(partition).equals(committed.get(partition)))
                .sorted(java.util.Comparator.comparing(TopicPartition::toString)).toList();
        if (behind.isEmpty()) {
            return;
        }
        TopicPartition first = behind.get(0);
        long end = orders.ends().get(first);
        Long commit = committed.get(first);
        String seen = "every order was processed and the program ended in good order. " + first + " ends at " + end + ", and the group "
                + (commit == null ? "has no commit for it" : "has committed " + commit) + ". ";
        if (commit != null && commit == end - 1 && behind.size() == orders.ends().size()) {
            throw Wrong.seen(seen + "So it is with every partition.")
                    .means("what is committed is the offset of the next order to read. Whoever commits the offset of the last one "
                            + "that is done has it processed again, after each start.")
                    .lookAt("which offset does your program commit for an order that it has processed?");
        }
        if (!refusing.get() && behind.equals(List.of(late.partition()))) {
            throw Wrong.seen(seen + "The check had the commit after order " + late.id() + " refused once, as by a coordinator that "
                            + "has just started.")
                    .means("commitSync() tries again what can be tried again, until it is done. commitAsync() does not: by then a "
                            + "later commit may have gone through. After the last order there is no later one.")
                    .lookAt("which commit is the last before your program closes its consumer, and does it wait for the answer?");
        }
        throw Wrong.seen(seen)
                .means("what is processed and not committed is processed again by whoever goes on.")
                .lookAt("what has your program committed when it closes its consumer?");
    }

    private Wrong ended() {
        Wrong wrong = Wrong.seen("the program " + plain.ending() + ". It had processed " + plain.processed().size() + " of "
                + orders.all().size() + " orders.");
        boolean afterFailure = plain.failed().stream().anyMatch(id -> !plain.processed().contains(id));
        return afterFailure
                ? wrong.means("what a program throws ends it. An order that fails now may work in a moment; one that ends the "
                                + "program stops all the others, and after a new start it fails again.")
                        .lookAt("what happens in your loop when process() throws?")
                : wrong.means("a topic has no end: a consumer goes on until it is told to stop.")
                        .lookAt("what ends your program?");
    }

    private Wrong notProcessed() {
        List<Placed> missing = missing();
        Set<String> failed = plain.failed();
        Optional<Placed> dropped = missing.stream().filter(order -> failed.contains(order.id())).findFirst();
        Map<TopicPartition, Long> committed = group.committed();
        if (dropped.isEmpty()) {
            Placed first = missing.get(0);
            return Wrong.seen("no line says processed and " + first.id() + ", which is the order at " + first.place()
                            + "; so it is with " + missing.size() + " of " + orders.all().size() + " orders. "
                            + bookmark(first.partition(), committed))
                    .means("every order on the topic is to come to process(), which prints that line when the work is done.")
                    .lookAt("from where to where does your program read, and does each order come to process()?");
        }
        Placed order = dropped.get();
        String seen = "order " + order.id() + " at " + order.place() + " failed, and was not processed after that. "
                + bookmark(order.partition(), committed);
        List<Placed> skipped = missing.stream().filter(other -> other.partition().equals(order.partition())
                && other.offset() > order.offset() && !other.isFlaky()).toList();
        if (!skipped.isEmpty()) {
            return Wrong.seen(seen + " Nor were " + skipped.size() + " orders that lie behind it, the first at "
                            + skipped.get(0).place() + ".")
                    .means("poll() returns what lies at the consumer's position and moves the position past it, whatever becomes "
                            + "of it. A commit that was left out brings nothing back while the program runs.")
                    .lookAt("at which position is the consumer when your program has left the loop over a poll's orders?");
        }
        return Wrong.seen(seen)
                .means(A_BOOKMARK)
                .lookAt("what does your loop do with the next order after one has failed?");
    }

    private static String bookmark(TopicPartition partition, Map<TopicPartition, Long> committed) {
        return committed.containsKey(partition) ? "The group has committed " + committed.get(partition) + " on " + partition + "."
                : "The group has committed nothing on " + partition + ".";
    }

    private static String asked(Crash crash, Placed order) {
        return "the program asked to commit offset " + crash.asked().orElseThrow().get(order.partition()) + " of "
                + order.partition() + ", and was killed at that moment. ";
    }

    private List<Crash> crashesAtCommits() {
        awaitCrashes();
        List<Crash> atCommits = crashes.crashes().stream().filter(crash -> crash.asked().isPresent()).toList();
        if (atCommits.isEmpty()) {
            Trial.cannotJudge("to be judged once the program commits while it works");
        }
        return atCommits;
    }

    private void awaitCrashes() {
        judgeOnceEveryOrder();
        await(crashes::advance);
    }

    private void judgeOnceEveryOrder() {
        if (!everyOrder) {
            Trial.cannotJudge("to be judged once the program processes every order");
        }
    }

    /** Waits for a condition, and sees to the other runs meanwhile. */
    private void await(BooleanSupplier condition) {
        Wait.holdsWithin(PATIENCE, () -> {
            crashes.advance();
            member.watch();
            return condition.getAsBoolean();
        });
    }

    private List<Placed> missing() {
        return orders.without(plain.processed());
    }

    private List<Placed> outageMissing() {
        return outageOrders.without(outage.processed());
    }

    /** Returns what the group has committed in the run in peace, though it was not processed and is not just being processed. */
    private List<Placed> lost() {
        Map<TopicPartition, Long> committed = group.committed();
        Wait.holdsWithin(SETTLED, () -> missing().stream().noneMatch(order -> order.isCoveredBy(committed)));
        return missing().stream().filter(order -> order.isCoveredBy(committed)).toList();
    }

    private Set<String> elsewhere() {
        return plain.attempt().traffic().unknownTopics();
    }
}

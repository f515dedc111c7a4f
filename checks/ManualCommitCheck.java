package checks;

import static checks.manualcommit.EveryOrder.A_BOOKMARK;

import checks.manualcommit.Crashes.Crash;
import checks.manualcommit.Crashes;
import checks.manualcommit.EveryOrder;
import checks.manualcommit.LastCommit;
import checks.manualcommit.Membership;
import checks.manualcommit.Orders.Place;
import checks.manualcommit.Orders.Placed;
import checks.manualcommit.Orders;
import checks.manualcommit.Run;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/**
 * Lesson 06. The program runs three times side by side, each time for a topic and a group of its own: once in peace,
 * until it is told to stop; once it is killed three times and started again; and once the warehouse takes so long to
 * fail that whoever waits for it twice without a poll is thrown out of the group.
 */
@Check
class ManualCommitCheck {

    // five polls of the lesson's script
    private static final int AT_MOST_AGAIN = 100;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TO_STOP = Duration.ofSeconds(15);
    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);
    // one failure is two seconds less than the limit, two are half a second more
    private static final int LONG_FAILURE_MS = 2500;
    private static final int MAX_POLL_INTERVAL_MS = 4500;

    private final Trial trial;
    private final Orders orders;
    private final Group group;
    private final Run plain;
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final EveryOrder everyOrder;
    private final Crashes crashes;
    private final Orders outageOrders;
    private final Run outage;
    private final Membership membership;
    private boolean allProcessed;

    ManualCommitCheck(Trial trial) {
        this.trial = trial;
        NewTopic quiet = trial.topic("orders", 4);
        NewTopic deadly = trial.topic("crashes", 4);
        NewTopic slow = trial.topic("outage", 1);
        trial.create(quiet, deadly, slow);

        outageOrders = new Orders(trial, slow);
        outageOrders.write(7, List.of(new Place(2, 5)));
        String patient = trial.group("patient");
        membership = new Membership(trial.evidence().group(patient));
        outage = new Run(attempt(slow, patient, LONG_FAILURE_MS)
                .with("MAX_POLL_INTERVAL_MS", String.valueOf(MAX_POLL_INTERVAL_MS)).start());

        orders = new Orders(trial, quiet);
        orders.write(25, List.of(new Place(3, 20)));
        String processors = trial.group("processors");
        group = trial.evidence().group(processors);
        plain = new Run(attempt(quiet, processors, 50).committingThrough(offsets -> !refusing.getAndSet(false)).start());
        everyOrder = new EveryOrder(orders, plain, group);

        Orders crashOrders = new Orders(trial, deadly);
        crashOrders.write(90, List.of(new Place(3, 15), new Place(60, 85)));
        String survivors = trial.group("survivors");
        crashes = new Crashes(crashOrders, trial.evidence().group(survivors), () -> attempt(deadly, survivors, 100),
                AT_MOST_AGAIN + 10 + trial.random().nextInt(30));
    }

    private Attempt attempt(NewTopic topic, String groupId, int warehouseTimeout) {
        return trial.attempt().with("TOPIC", topic.name()).with("GROUP_ID", groupId)
                .with("WAREHOUSE_TIMEOUT_MS", String.valueOf(warehouseTimeout)).where(program -> program.atMost(LIMIT));
    }

    @Fact(order = 1, value = "processes every order as a member of its group, those too that fail at first")
    void processesEveryOrder() {
        await(everyOrder::isDecided);
        everyOrder.judge();
        allProcessed = true;
    }

    @Fact(order = 2, value = "commits no order before it has processed it")
    void processesFirst() {
        for (Crash crash : crashesAtCommits()) {
            tooEarly(crash, false).ifPresent(order -> {
                throw Wrong.seen("the " + asked(crash, order) + " It had not processed order " + order.id() + " at " + order.place()
                                + " by then.")
                        .means(A_BOOKMARK + " An order that is committed first is lost with the program that had it in hand.")
                        .lookAt("what comes first in your program, the work on an order or the commit that covers it?");
            });
        }
    }

    @Fact(order = 3, value = "tries a failing order again before it commits anything after it")
    void retriesFirst() {
        for (Crash crash : crashesAtCommits()) {
            tooEarly(crash, true).ifPresent(order -> {
                throw Wrong.seen("order " + order.id() + " at " + order.place() + " had failed. The " + asked(crash, order)
                                + " The order was not processed by then.")
                        .means(A_BOOKMARK + " A partition has one bookmark: nothing can be committed past an order and leave "
                                + "that one open, and a list in memory is gone with the program.")
                        .lookAt("which offset does your program commit while an order of that partition waits for its next "
                                + "try?");
            });
        }
    }

    @Fact(order = 4, value = "loses no order when it is killed")
    void losesNothing() {
        awaitCrashes();
        List<Placed> remaining = crashes.remaining();
        if (remaining.isEmpty()) {
            return;
        }
        Wrong wrong = Wrong.seen("the program was killed and started again " + crashes.crashes().size() + " times. No run has "
                + "processed order " + remaining.get(0).id() + " at " + remaining.get(0).place()
                + (remaining.size() == 1 ? "" : "; so it is with " + remaining.size() + " orders")
                + (crashes.current().hasEnded() ? ". The last run " + crashes.current().ending() : "") + ".");
        throw wrong.means(A_BOOKMARK)
                .lookAt("what had the program committed when it was killed, what had it done, and where does it go on?");
    }

    @Fact(order = 5, value = "processes at most " + AT_MOST_AGAIN + " orders again after a crash")
    void repeatsLittle() {
        awaitCrashes();
        for (Crash crash : crashes.crashes()) {
            int again = crashes.repeated(crash).size();
            if (again > AT_MOST_AGAIN) {
                throw Wrong.seen("the program was killed when it had processed " + crash.run().processed().size()
                                + " orders. After that " + again + " of them were processed again.")
                        .means("a group goes on at its last commit, and what was processed after it is processed again. A "
                                + "consumer that commits by itself does so every five seconds.")
                        .lookAt("how many orders can your program have processed since its last commit?");
            }
        }
    }

    @Fact(order = 6, value = "stays in its group while an order fails for long")
    void staysMember() {
        judgeOnceAllProcessed();
        await(() -> outageMissing().isEmpty() || outage.hasEnded() || membership.hasEnded() || outage.isIdle());
        if (outageMissing().isEmpty() && !membership.hasEnded()) {
            return;
        }
        Placed flaky = outageOrders.all().stream().filter(Placed::isFlaky).findFirst().orElseThrow();
        throw Wrong.seen("order " + flaky.id() + " at " + flaky.place() + " failed twice, after " + LONG_FAILURE_MS
                        + " ms each time, and max.poll.interval.ms was " + MAX_POLL_INTERVAL_MS + ". "
                        + (membership.hasEnded() ? "The group threw the program out."
                        : outage.hasEnded() ? "The program " + outage.ending() + "."
                        : "The order at " + outageMissing().get(0).place() + " was not processed after that."))
                .means("a member that does not poll for max.poll.interval.ms is taken for stuck: the group goes on without it, "
                        + "others begin at its last commit, and its own next commit is refused (CommitFailedException).")
                .lookAt("does your program call poll() between two tries, and what does poll() return then?");
    }

    @Fact(order = 7, value = "has committed all that it has processed when it is told to stop, though a commit was refused")
    void commitsTheEnd() {
        judgeOnceAllProcessed();
        refusing.set(true);
        Placed late = orders.writeOne();
        await(() -> everyOrder.missing().isEmpty() || plain.hasEnded());
        if (plain.hasEnded()) {
            throw everyOrder.ended();
        }
        plain.attempt().run().terminate();
        if (!Wait.holdsWithin(TO_STOP, plain::hasEnded)) {
            throw Wrong.seen("the program was told to stop, by SIGTERM, and still ran after " + TO_STOP.toSeconds() + " s.")
                    .means("a program that is to stop ends what it has in hand, closes its consumer and goes.")
                    .lookAt("what does your program wait for when it is told to stop?");
        }
        new LastCommit(orders, group).judge(refusing.get() ? null : late);
        if (!Wait.holdsWithin(TO_LEAVE, () -> group.members().isEmpty())) {
            throw Wrong.seen("the program ended after SIGTERM, and its group still had it as a member.")
                    .means("close() tells the group that a member leaves. Without it the group waits for the member's "
                            + "session to run out, 45 s, and meanwhile nobody reads its partitions.")
                    .lookAt("is the consumer closed on each way out of your program?");
        }
    }

    private Optional<Placed> tooEarly(Crash crash, boolean failed) {
        return crashes.committedTooEarly(crash).stream()
                .filter(order -> crashes.failed(crash).contains(order.id()) == failed).findFirst();
    }

    private static String asked(Crash crash, Placed order) {
        return "program asked to commit offset " + crash.asked().orElseThrow().get(order.partition()) + " of "
                + order.partition() + ", and was killed at that moment.";
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
        judgeOnceAllProcessed();
        await(crashes::advance);
    }

    private void judgeOnceAllProcessed() {
        if (!allProcessed) {
            Trial.cannotJudge("to be judged once the program processes every order");
        }
    }

    /** Waits for a condition, and sees to the other runs meanwhile. */
    private void await(BooleanSupplier condition) {
        Wait.holdsWithin(PATIENCE, () -> {
            crashes.advance();
            membership.watch();
            return condition.getAsBoolean();
        });
    }

    private List<Placed> outageMissing() {
        return outageOrders.without(outage.processed());
    }
}

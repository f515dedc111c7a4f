package checks;

import checks.manualcommit.Crashes.Crash;
import checks.manualcommit.Crashes;
import checks.manualcommit.EarlyStop;
import checks.manualcommit.EveryOrder;
import checks.manualcommit.Farewell;
import checks.manualcommit.Orders.Place;
import checks.manualcommit.Orders.Placed;
import checks.manualcommit.Orders;
import checks.manualcommit.Outage;
import checks.manualcommit.Refusal;
import checks.manualcommit.Run;
import checks.manualcommit.StopInMidPoll;
import checks.manualcommit.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.NewTopic;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Headway;
import workshop.check.Trial;
import workshop.evidence.Group;
import workshop.evidence.Wait;

/**
 * Lesson 06. The program runs four times side by side, each time for a topic and a group of its own: once in peace,
 * until it is told to stop; once it is killed twice and started again, and told to stop in the middle of a poll when all is processed;
 * once the warehouse takes so long to fail that whoever waits for it twice without a poll is thrown out of the group; and once it is
 * told to stop while it waits for the warehouse.
 */
@Check
class ManualCommitCheck {

    // five polls of the lesson's script
    private static final int AT_MOST_AGAIN = 100;
    private static final int FAILS_AFTER_MS = 50;
    // so many partitions of the topic on which the program is killed hold only a few orders
    private static final int SHORT = 3;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Trial trial;
    private final Orders orders;
    private final Group group;
    private final Run plain;
    private final Refusal refusal = new Refusal();
    private final EveryOrder everyOrder;
    private final Orders crashOrders;
    private final Group survivors;
    private final Crashes crashes;
    private final Outage outage;
    private final EarlyStop earlyStop;
    private boolean allProcessed;

    ManualCommitCheck(Trial trial) {
        this.trial = trial;
        NewTopic quiet = trial.topic("orders", 4);
        // one answer of its leader has orders of all partitions: so a poll returns as many as the program has asked for
        NewTopic deadly = trial.topicLedByOne("orders", 4 + SHORT);
        NewTopic slow = trial.topic("orders", 1);
        NewTopic interrupted = trial.topicLedByOne("orders", 2);
        trial.create(quiet, deadly, slow, interrupted);

        Orders outageOrders = new Orders(trial, slow);
        outageOrders.write(7, List.of(new Place(2, 5)));
        String patient = trial.group("order-processors");
        outage = new Outage(outageOrders, attempt(slow, patient, Outage.FAILS_AFTER_MS), trial.evidence().group(patient));

        orders = new Orders(trial, quiet);
        orders.write(25, List.of(new Place(3, 20)));
        String processors = trial.group("order-processors");
        group = trial.evidence().group(processors);
        plain = new Run(attempt(quiet, processors, FAILS_AFTER_MS).committingThrough(refusal).start());
        everyOrder = new EveryOrder(orders, plain, group);

        Orders handful = new Orders(trial, interrupted);
        handful.write(15, List.of(new Place(1, 4)));
        String leavers = trial.group("order-processors");
        earlyStop = new EarlyStop(handful, attempt(interrupted, leavers, EarlyStop.FAILS_AFTER_MS),
                trial.evidence().group(leavers));

        crashOrders = new Orders(trial, deadly);
        // a poll of twenty holds orders of two of the short ones, whatever becomes of the others' flaky orders
        crashOrders.writeToLast(SHORT, 10);
        crashOrders.writeToFirst(4, 90, List.of(new Place(3, 15), new Place(60, 85)));
        String survivorsId = trial.group("order-processors");
        survivors = trial.evidence().group(survivorsId);
        crashes = new Crashes(crashOrders, survivors, () -> attempt(deadly, survivorsId, FAILS_AFTER_MS),
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
                throw Texts.committedFirst(crash, order);
            });
        }
    }

    @Fact(order = 3, value = "tries a failing order again before it commits anything after it")
    void retriesFirst() {
        for (Crash crash : crashesAtCommits()) {
            tooEarly(crash, true).ifPresent(order -> {
                throw Texts.committedPast(crash, order);
            });
        }
    }

    @Fact(order = 4, value = "loses no order when it is killed")
    void losesNothing() {
        awaitCrashes();
        List<Placed> remaining = crashes.remaining();
        if (!remaining.isEmpty()) {
            throw Texts.lost(crashes, remaining);
        }
    }

    @Fact(order = 5, value = "processes at most " + AT_MOST_AGAIN + " orders again after a crash")
    void repeatsLittle() {
        awaitCrashes();
        for (Crash crash : crashes.crashes()) {
            int again = crashes.repeated(crash).size();
            if (again > AT_MOST_AGAIN) {
                throw Texts.repeated(crash, again);
            }
        }
        if (crashes.mostUncommitted() > AT_MOST_AGAIN) {
            throw Texts.uncommitted(crashes.mostUncommitted());
        }
    }

    @Fact(order = 6, value = "stays in its group while an order fails for long")
    void staysMember() {
        judgeOnceAllProcessed();
        await(outage::isDecided);
        outage.judge();
    }

    @Fact(order = 7, value = "has committed its work, all of it and no more, and left its group when it is told to stop, though a "
            + "commit was refused")
    void commitsTheEnd() {
        judgeOnceAllProcessed();
        await(outage::isDecided);
        Optional<StopInMidPoll> stopInMidPoll = stopInMidPoll();
        outage.judgeStop();
        earlyStop.judge();
        stopInMidPoll.ifPresent(StopInMidPoll::judge);
        refusal.beyond(orders.ends());
        Placed late = orders.writeOne();
        Headway headway = new Headway(plain.attempt(), orders.ends().size());
        await(() -> everyOrder.missing().isEmpty() || headway.isOver());
        if (plain.hasEnded()) {
            throw everyOrder.ended();
        }
        if (!everyOrder.missing().isEmpty()) {
            throw Texts.lateOrder(late);
        }
        new Farewell(orders, plain, group).judge(late, refusal);
    }

    /** Tells the last of the runs that were killed to stop, where it has come through. */
    private Optional<StopInMidPoll> stopInMidPoll() {
        awaitCrashes();
        if (!crashes.remaining().isEmpty()) {
            return Optional.empty();
        }
        StopInMidPoll stop = new StopInMidPoll(crashOrders, crashes.current(), survivors);
        stop.tell();
        return Optional.of(stop);
    }

    private Optional<Placed> tooEarly(Crash crash, boolean failed) {
        return crashes.committedTooEarly(crash).stream()
                .filter(order -> crashes.failed(crash).contains(order.id()) == failed).findFirst();
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

    /** Waits for a condition as long as something gets on, and sees to the other runs meanwhile. */
    private void await(BooleanSupplier condition) {
        int before;
        do {
            before = processed();
        } while (!Wait.holdsWithin(PATIENCE, () -> {
            crashes.advance();
            outage.watch();
            earlyStop.watch();
            return condition.getAsBoolean();
        }) && processed() > before);
    }

    private int processed() {
        return plain.processed().size() + crashes.processed().size() + outage.processed().size()
                + earlyStop.processed();
    }
}

package checks;

import checks.consumergroup.AtRest;
import checks.consumergroup.Held;
import checks.consumergroup.Lines;
import checks.consumergroup.Orders;
import checks.consumergroup.Progress;
import checks.consumergroup.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Wait;

/**
 * Lesson 05. The program runs as A, then B and C join, then D and E. Three of the five are stopped by SIGTERM, one is killed
 * while F and G join, and one is thrown out of the group. Orders come all the while. After each change the check waits until the group
 * shares the partitions anew; then it writes some orders more and sees who processes them. A, which had all partitions, stays
 * until two are left, so that one of those that it had given up comes back to it.
 */
@Check
class ConsumerGroupCheck {

    private static final int PARTITIONS = 4;
    private static final int SOME = 5;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration AT_REST = Duration.ofSeconds(2);

    private final Trial trial;
    private final NewTopic topic;
    private final MemberRuns runs;
    private final Orders orders;
    private final Lines lines;
    private final Texts texts;
    private final AtRest group;
    private final Progress progress;
    private final List<Held> commits = new ArrayList<>();
    private final Set<String> missed = new HashSet<>();
    private boolean isRepeated;
    private boolean isFarBehind;
    private Stage reached = Stage.STARTED;

    /** How far the group has come; what is judged later builds on it. */
    private enum Stage {
        STARTED(""), SHARED("three members share the partitions"), ONE_LESS("members join and leave"),
        ONE_KILLED("a member was killed");

        private final String inWords;

        Stage(String inWords) {
            this.inWords = inWords;
        }
    }

    ConsumerGroupCheck(Trial trial) {
        this.trial = trial;
        topic = trial.topic("orders", PARTITIONS);
        String name = trial.group("processors");
        // whoever takes each topic whose name begins like this one gets this one, too
        trial.create(topic, trial.topicAround("", topic, "-archive"));
        runs = new MemberRuns(trial, name, topic.name(), () -> attempt(name));
        runs.start(1);
        orders = new Orders(trial, topic.name(), PARTITIONS, runs);
        orders.write(SOME);
        lines = new Lines(topic.name(), PARTITIONS);
        texts = new Texts(topic.name(), name, runs, orders);
        group = new AtRest(runs, orders, lines, texts);
        progress = new Progress(runs, orders, group);
    }

    private Attempt attempt(String name) {
        Attempt attempt = trial.attempt().with("TOPIC", topic.name()).with("GROUP_ID", name)
                .where(program -> program.atMost(LIMIT));
        commits.add(new Held(attempt));
        return attempt;
    }

    @Fact(order = 1, value = "shares the four partitions with the other members of its group")
    void shares() {
        group.await();
        runs.start(2);
        group.await();
        reached = Stage.SHARED;
    }

    @Fact(order = 2, value = "waits as the fifth member for four partitions, and steps in when another one leaves")
    void idle() {
        judgeAfter(Stage.SHARED);
        runs.start(2);
        group.await();
        List<MemberRun> leaving = leaving();
        group.setToWork(leaving, AtRest.BACKLOG);
        leaving.forEach(MemberRun::terminate);
        leaving.forEach(this::awaitLeft);
        group.await();
        reached = Stage.ONE_LESS;
    }

    /** Returns three that have a partition; the first one, and the one that has none, stay. */
    private List<MemberRun> leaving() {
        List<MemberRun> others = new ArrayList<>(runs.staying().subList(1, runs.staying().size()));
        Collections.shuffle(others, trial.random());
        others.sort(Comparator.comparing((MemberRun run) -> group.partitions(run).isEmpty()));
        return others.subList(0, others.size() - 1);
    }

    private void awaitLeft(MemberRun leaving) {
        if (!Wait.holdsWithin(PATIENCE, leaving.attempt().run()::hasEnded)) {
            throw Wrong.seen(leaving.name() + " was told to stop, by SIGTERM, and still runs after "
                            + PATIENCE.toSeconds() + " s.")
                    .means("a member that is to stop ends what it has in hand, closes its consumer and goes.")
                    .lookAt("what does your program wait for when it is told to stop?");
        }
        if (!Wait.holdsWithin(SETTLED, () -> runs.group().members().stream().noneMatch(leaving::is))) {
            throw texts.stayedMember(leaving);
        }
    }

    @Fact(order = 3, value = "processes every order while members join and leave")
    void everyOrder() {
        judgeAfter(Stage.ONE_LESS);
        missing("nobody processed it, though members joined and left in good order").ifPresent(wrong -> {
            throw wrong.means("a commit says that everything before it is done. What a member has been given by poll() and has "
                            + "committed, but not processed, no other member sees.")
                    .lookAt("when partitions are revoked, or the program is to stop: which orders does it have in hand, and "
                            + "which offset does it commit?");
        });
    }

    @Fact(order = 4, value = "processes no order twice while members join and leave")
    void notTwice() {
        judgeAfter(Stage.ONE_LESS);
        Optional<Wrong> back = progress.wentBack();
        Map<String, List<String>> repeated = orders.repeated();
        if (!repeated.isEmpty()) {
            isRepeated = true;
            throw texts.repeated(repeated);
        }
        back.ifPresent(wrong -> {
            throw wrong;
        });
    }

    @Fact(order = 5, value = "loses no order when a member is killed: the others take over")
    void killed() {
        judgeAfter(Stage.ONE_LESS);
        MemberRun victim = orders.oneOf(group.withPartitions());
        Optional<Wrong> far = progress.farBehind(victim);
        isFarBehind = far.isPresent();
        progress.killAtWork(victim, saidBy(victim));
        // of three one has two partitions: who had them comes back to one
        runs.start(2);
        group.await();
        reached = Stage.ONE_KILLED;
        missing("nobody processed it: " + victim.name() + " was killed, and the others took over").ifPresent(wrong -> {
            throw wrong.means("a commit says that everything before it is done. Orders that were committed before they were "
                            + "processed are lost with the member that had them in hand. commitSync() without arguments "
                            + "commits all that poll() has returned.")
                    .lookAt("which comes first in your program, the work on an order or the commit that covers it?");
        });
        far.ifPresent(wrong -> {
            throw wrong;
        });
    }

    @Fact(order = 6, value = "comes back when the group has thrown it out, and commits nothing then")
    void thrownOut() {
        judgeAfter(Stage.ONE_KILLED);
        // a commit that is on its way would fail, and be nobody's fault
        Wait.holdsWithin(AT_REST, () -> trial.evidence().ends(topic.name()).equals(runs.group().committed()));
        // it comes back to fewer than it had, so that some that it had are others' then
        MemberRun out = Collections.max(group.withPartitions(), Comparator.comparing(run -> group.partitions(run).size()));
        group.awaitBack(out, saidBy(out));
        missing("nobody processed it: " + out.name() + " was thrown out of the group").ifPresent(wrong -> {
            throw wrong.means("who gets the partitions of such a member begins at the group's last commit.")
                    .lookAt("what does your program do with partitions that are lost?");
        });
        progress.wentBack().ifPresent(wrong -> {
            if (isRepeated) {
                Trial.cannotJudge("to be judged once no order is processed twice");
            }
            throw wrong;
        });
        if (!isFarBehind) {
            progress.farBehind(out).ifPresent(wrong -> {
                throw wrong;
            });
        }
    }

    @Fact(order = 7, value = "prints each assignment and each revocation as the group has them")
    void prints() {
        lines.misprinted().ifPresent(wrong -> {
            throw wrong;
        });
        judgeAfter(Stage.SHARED);
    }

    private Held saidBy(MemberRun run) {
        return commits.stream().filter(held -> held.isOf(run.attempt())).findFirst().orElseThrow();
    }

    private void judgeAfter(Stage needed) {
        if (reached.compareTo(needed) < 0) {
            Trial.cannotJudge("to be judged once " + needed.inWords);
        }
    }

    /** Returns what to say of an order that nobody has processed, where later ones have been, and that was not told before. */
    private Optional<Wrong> missing(String what) {
        Wait.holdsWithin(SETTLED, () -> missed.containsAll(orders.lacking()));
        Set<String> lacking = orders.lacking();
        lacking.removeAll(missed);
        missed.addAll(lacking);
        return lacking.stream().findFirst().map(order -> Wrong.seen(order + " lies" + texts.place(order) + ", and "
                + what + "; " + lacking.size() + (lacking.size() == 1 ? " order is" : " orders are") + " missing."));
    }
}

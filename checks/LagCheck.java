package checks;

import checks.lag.Conduct;
import checks.lag.Data;
import checks.lag.NoCommit;
import checks.lag.Observed;
import checks.lag.PartitionLag;
import checks.lag.Verdicts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.GroupMember;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;

/**
 * Lesson 08. The program looks at five groups side by side: one that nobody is a member of, one with a member that has
 * committed nothing and whose lag is just over a limit, one that is just at a limit, one that does not exist, and one that the
 * brokers do not let it look at.
 */
@Check
class LagCheck {

    // who has printed the last it has to say needs no time to end
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Trial trial;
    private final Data data;
    private final String downGroup;
    private final String workingGroup;
    private final String noGroup;
    private final String equalGroup;
    private final Attempt down;
    private final Attempt working;
    private final Attempt none;
    private final String deniedGroup;
    private final Attempt denied;
    private final Attempt equal;
    private final GroupMember member;
    private final List<PartitionLag> downLags;
    private final List<PartitionLag> workingLags;
    private final long equalTotal;
    private final Verdicts verdicts;
    private boolean ended;

    LagCheck(Trial trial) {
        this.trial = trial;
        data = new Data(trial);
        downGroup = trial.group("order-processors");
        workingGroup = trial.group("order-processors");
        noGroup = trial.group("order-processors");
        deniedGroup = trial.group("order-processors");
        equalGroup = trial.group("order-processors");
        member = trial.member(workingGroup, data.topic());
        data.commitAll(downGroup);
        down = attempt(downGroup).start();
        none = attempt(noGroup).start();
        data.commitSome(deniedGroup);
        denied = attempt(deniedGroup).disturbed(Disturbance.GROUPS_DENIED).start();
        data.commitSome(equalGroup);
        equalTotal = total(data.lags(equalGroup));
        equal = alert(equalGroup, equalTotal).start();
        workingLags = data.lags(workingGroup);
        member.awaitPartitions();
        working = alert(workingGroup, total(workingLags) - 1).start();
        downLags = data.lags(downGroup);
        verdicts = new Verdicts(down, downGroup, data.topic(), downLags.stream().filter(lag -> !lag.hasCommit()).toList());
    }

    @Fact(order = 1, value = "prints what the group has committed, the end, and the lag")
    void committed() {
        judge(downLags.stream().filter(PartitionLag::hasCommit).toList());
        if (!down.traffic().hasConnected()) {
            throw verdicts.notConnected();
        }
    }

    @Fact(order = 2, value = "counts a partition without a commit from its beginning")
    void uncommitted() {
        judgeAfterFigures();
        judge(downLags.stream().filter(lag -> !lag.hasCommit()).toList());
        NoCommit.judge(downLags, Printed.by(down.run()));
    }

    @Fact(order = 3, value = "adds up the lag of all partitions of the topic")
    void total() {
        judgeAfter(downLags);
        down.awaitPrinted(printed -> isTotalRight());
        if (!isTotalRight()) {
            throw verdicts.total(downLags, data.lagElsewhere());
        }
    }

    @Fact(order = 4, value = "leaves the group alone: it does not join, and commits nothing")
    void observer() {
        judgeAfterFigures();
        awaitEnds();
        if (member.wasDisturbed()) {
            throw Observed.disturbed(workingGroup);
        }
        Observed.judge(down, trial.evidence().group(downGroup), data.commitsOfAll());
        Observed.judge(equal, trial.evidence().group(equalGroup), data.commitsOfSome());
        Observed.judge(working, trial.evidence().group(workingGroup), 0);
        Observed.judge(none, trial.evidence().group(noGroup), 0);
    }

    @Fact(order = 5, value = "tells a group that does not exist from a new one: says so in a line, and ends with neither 0 nor 1")
    void unknownGroup() {
        judgeAfterFigures();
        awaitEnds();
        Conduct.judgeUnknown(none, noGroup);
        boolean counted = isCounted();
        if (!counted && (!isTotalRight() || member.wasDisturbed())) {
            Trial.cannotJudge("to be judged once the total is right, and the group left alone");
        }
        if (!counted) {
            throw Conduct.known(working, workingGroup, total(workingLags));
        }
        Conduct.judgeDenied(denied, deniedGroup, none, noGroup);
    }

    @Fact(order = 6, value = "ends with 1 when the total is over the limit, else with 0")
    void alert() {
        judgeAfterFigures();
        if (!isTotalRight()) {
            Trial.cannotJudge("to be judged once the total is right");
        }
        awaitEnds();
        Conduct.judgeExit(down, 0, "there was no --alert");
        Conduct.judgeExit(equal, 0, "the total was " + equalTotal + ", which is not over --alert " + equalTotal);
        if (!isCounted()) {
            Trial.cannotJudge("to be judged once a group without commits is counted");
        }
        long total = total(workingLags);
        Conduct.judgeExit(working, 1, "the total was " + total + ", which is over --alert " + (total - 1));
    }

    private void judge(List<PartitionLag> lags) {
        down.awaitPrinted(printed -> lags.stream().allMatch(lag -> lag.isIn(printed)));
        Printed printed = Printed.by(down.run());
        lags.stream().filter(lag -> !lag.isIn(printed)).findFirst().ifPresent(lag -> {
            throw verdicts.figures(lag, printed);
        });
    }

    private void judgeAfterFigures() {
        judgeAfter(downLags.stream().filter(PartitionLag::hasCommit).toList());
    }

    private void judgeAfter(List<PartitionLag> lags) {
        Printed printed = Printed.by(down.run());
        if (!lags.stream().allMatch(lag -> lag.isIn(printed))) {
            Trial.cannotJudge("to be judged once the figures are right");
        }
    }

    private boolean isCounted() {
        return Printed.by(working.run()).has(total(workingLags));
    }

    private boolean isTotalRight() {
        Printed printed = Printed.by(down.run());
        return PartitionLag.totals(downLags).stream().anyMatch(printed::has);
    }

    /** Waits until each run has ended, or has printed the last it has to say and does not end, or says it again. */
    private void awaitEnds() {
        if (ended) {
            return;
        }
        down.awaitPrinted(printed -> isTotalRight());
        working.awaitPrinted(printed -> printed.has(total(workingLags)));
        equal.awaitPrinted(printed -> printed.has(equalTotal));
        // what it prints on the way is no sign that it has the answer of the brokers
        none.awaitEnd();
        Wait.holdsWithin(FAREWELL, () -> Conduct.isOver(down, PartitionLag.totals(downLags))
                && Conduct.isOver(working, Set.of(total(workingLags)))
                && Conduct.isOver(equal, Set.of(equalTotal)) && denied.run().hasEnded());
        ended = true;
    }

    private static long total(List<PartitionLag> lags) {
        return lags.stream().mapToLong(PartitionLag::lag).sum();
    }

    private Attempt attempt(String group) {
        return trial.attempt().with("TOPIC", data.topic()).with("GROUP_ID", group);
    }

    private Attempt alert(String group, long limit) {
        return attempt(group).where(program -> program.args("--alert", String.valueOf(limit)));
    }
}

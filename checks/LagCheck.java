package checks;

import checks.lag.Conduct;
import checks.lag.Data;
import checks.lag.PartitionLag;
import checks.lag.Verdicts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.GroupMember;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Wait;

/**
 * Lesson 08. The program looks at five groups side by side: one that nobody is a member of, one with a member that has
 * committed nothing, one that does not exist, and two with an alert: one just over the limit, one just at it.
 */
@Check
class LagCheck {

    // who has printed the last it has to say needs no time to end
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    // once on each stream, and one line more
    private static final int AGAIN = 3;

    private final Trial trial;
    private final Data data;
    private final String downGroup;
    private final String workingGroup;
    private final String noGroup;
    private final Attempt down;
    private final Attempt working;
    private final Attempt none;
    private final Attempt over;
    private final Attempt equal;
    private final GroupMember member;
    private final List<PartitionLag> downLags;
    private final List<PartitionLag> workingLags;
    private final long alertTotal;
    private final Verdicts verdicts;
    private final int ownCommits;
    private boolean ended;

    LagCheck(Trial trial) {
        this.trial = trial;
        data = new Data(trial);
        downGroup = trial.group("order-processors");
        workingGroup = trial.group("order-processors");
        noGroup = trial.group("order-processors");
        String overGroup = trial.group("order-processors");
        String equalGroup = trial.group("order-processors");
        member = trial.member(workingGroup, data.topic());
        data.commitAll(downGroup);
        ownCommits = trial.evidence().group(downGroup).commits().size();
        down = attempt(downGroup).start();
        none = attempt(noGroup).start();
        data.commitSome(overGroup);
        data.commitSome(equalGroup);
        alertTotal = total(data.lags(overGroup));
        over = alert(overGroup, alertTotal - 1).start();
        equal = alert(equalGroup, alertTotal).start();
        member.awaitPartitions();
        working = attempt(workingGroup).start();
        downLags = data.lags(downGroup);
        workingLags = data.lags(workingGroup);
        verdicts = new Verdicts(down, downGroup, data.topic());
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
        Verdicts.judgeNoCommit(downLags, Printed.by(down.run()));
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
            throw Conduct.joined(workingGroup);
        }
        List<Commit> commits = trial.evidence().group(downGroup).commits();
        if (commits.size() > ownCommits) {
            throw Conduct.commits(commits.get(commits.size() - 1), downGroup);
        }
    }

    @Fact(order = 5, value = "tells a group that does not exist from a new one: says so in a line, and ends with neither 0 nor 1")
    void unknownGroup() {
        judgeAfterFigures();
        awaitEnds();
        Conduct.judgeUnknown(none, noGroup);
        boolean counted = Printed.by(working.run()).has(total(workingLags));
        if (!counted && (!isTotalRight() || member.wasDisturbed())) {
            Trial.cannotJudge("to be judged once the total is right, and the group left alone");
        }
        if (!counted) {
            throw Conduct.known(working, workingGroup, total(workingLags));
        }
    }

    @Fact(order = 6, value = "ends with 1 when the total is over the limit, else with 0")
    void alert() {
        judgeAfterFigures();
        if (!isTotalRight()) {
            Trial.cannotJudge("to be judged once the total is right");
        }
        awaitEnds();
        Conduct.judgeExit(down, 0, "there was no --alert");
        Conduct.judgeExit(over, 1, "the total was " + alertTotal + ", which is over --alert " + (alertTotal - 1));
        Conduct.judgeExit(equal, 0, "the total was " + alertTotal + ", which is not over --alert " + alertTotal);
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
        Stream.of(over, equal).forEach(attempt -> attempt.awaitPrinted(printed -> printed.has(alertTotal)));
        // what it prints on the way is no sign that it has the answer of the brokers
        none.awaitEnd();
        Wait.holdsWithin(FAREWELL, () -> isOver(down, PartitionLag.totals(downLags))
                && isOver(working, Set.of(total(workingLags)))
                && Stream.of(over, equal).allMatch(attempt -> isOver(attempt, Set.of(alertTotal))));
        ended = true;
    }

    private static boolean isOver(Attempt attempt, Set<Long> totals) {
        return attempt.run().hasEnded() || Printed.by(attempt.run()).lines().stream()
                .filter(line -> totals.stream().anyMatch(total -> PartitionLag.says(line, total)))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting())).values().stream()
                .anyMatch(times -> times >= AGAIN);
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

package checks;

import checks.orderpipeline.Accounts;
import checks.orderpipeline.Commits;
import checks.orderpipeline.Repeats;
import checks.orderpipeline.Stops;
import checks.orderpipeline.Storm;
import checks.orderpipeline.Writes;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;

/**
 * Lesson 10. The program runs six times as a member of one group, two or three at a time, in a {@link Storm}. When that
 * is over, every single order is accounted for.
 */
@Check
class OrderPipelineCheck {

    private final Trial trial;
    private final Storm storm;

    OrderPipelineCheck(Trial trial) {
        this.trial = trial;
        this.storm = new Storm(trial);
    }

    @Fact(order = 1, value = "writes so that no confirmed record is lost, and none is there twice when it tries again")
    void writesSafely() {
        storm.rage();
        new Writes(trial, storm).judgeSafety();
    }

    @Fact(order = 2, value = "stays at work, whatever the storm brings")
    void staysAtWork() {
        new Stops(storm).judgeStaying();
        // the rest of the storm it has come through
        trial.needBrokersToStop();
    }

    @Fact(order = 3, value = "loses no order: every good one has an invoice, every bad one a dead letter")
    void losesNothing() {
        new Accounts(storm).judgeAll();
    }

    @Fact(order = 4, value = "writes invoices keyed by their user, dead letters as they came, and nothing else")
    void form() {
        new Accounts(storm).judgeForm();
    }

    @Fact(order = 5, value = "ends within ten seconds on SIGTERM, and leaves the group")
    void stops() {
        new Stops(storm).judgeTold();
    }

    @Fact(order = 6, value = "does at most " + Repeats.IN_HAND + " orders again after a kill, and none after SIGTERM")
    void repeatsLittle() {
        new Repeats(storm).judge();
    }

    @Fact(order = 7, value = "commits nothing before it is confirmed, and all before the night is over")
    void commits() {
        Commits commits = new Commits(trial, storm);
        commits.judgeEarly();
        commits.judgeLast();
    }

    @Fact(order = 8, value = "gives up in time when nobody answers what it writes, with a reason and a code other "
            + "than 0")
    void givesUp() {
        new Stops(storm).judgeGivingUp();
    }

    @Fact(order = 9, value = "writes few large batches, compressed")
    void batches() {
        new Writes(trial, storm).judgeBatches();
    }

    @Fact(order = 10, value = "logs each order that it sets aside, and the lag")
    void logs() {
        storm.needWhole();
        storm.journal().judgePlaces();
        storm.journal().judgeLag();
    }
}

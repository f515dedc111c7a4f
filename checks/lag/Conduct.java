package checks.lag;

import java.util.Optional;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Commit;

/** What lesson 08 says of how a program goes about its work, and how it ends. */
public final class Conduct {

    private Conduct() {
    }

    /** Returns what to say of a program that became a member of the group. */
    public static Wrong joined(String disturbed) {
        return Wrong.seen("the group " + disturbed + " had one member, which had every partition. While the program "
                        + "ran there was a rebalance: the member's partitions were taken from it.")
                .means("whoever subscribes with a group's id joins the group. The partitions are shared out anew "
                        + "each time, and the members stop for it; an observer that joins gets some, and does not "
                        + "process what is in them.")
                .lookAt("which call of your program makes it a member, and which client can ask without being one?");
    }

    /** Returns what to say of a program that committed something. */
    public static Wrong commits(Commit commit, String group) {
        return Wrong.seen("while the program ran " + commit.offset()
                        .map(offset -> "offset " + offset + " was committed on ").orElse("the commit was deleted on ")
                        + commit.partition() + " for the group " + group
                        + ", which has no member: it can only have been the program.")
                .means("the group goes on at its commits, so that orders are lost or done again when an observer "
                        + "moves them. A consumer with a group.id commits in the background where enable.auto.commit "
                        + "does not forbid it, and when it is closed, also one that has its partitions by assign().")
                .lookAt("which client of your program bears the id of the group, and what does it do when it is "
                        + "closed?");
    }

    /** Judges what a program made of a group that does not exist. */
    public static void judgeUnknown(Attempt attempt, String unknown) {
        Optional<Integer> code = attempt.run().exitCode();
        String seen = "no broker knows the group " + unknown + ", and the program " + attempt.run().ending();
        if (Printed.by(attempt.run()).lines().stream().anyMatch(line -> line.startsWith("\tat "))) {
            throw Wrong.seen(seen + ", with a stack trace" + Verdicts.said(attempt))
                    .means("whoever reads this at night has misspelt a name. A line that says so helps; a stack "
                            + "trace speaks of a mistake in the program. And what main throws ends a JVM with 1, "
                            + "which is the alert.")
                    .lookAt("what does the call throw, with what as its cause, and where does your program expect it?");
        }
        if (code.isEmpty()) {
            throw Wrong.seen(seen + Verdicts.said(attempt))
                    .means("the answer of the brokers is final: there is no such group.")
                    .lookAt("what does your program wait for?");
        }
        if (code.get() == 0 || code.get() == 1) {
            throw Wrong.seen(seen + Verdicts.said(attempt))
                    .means("the commits of an unknown group are an empty map, not an error: it looks like a group "
                            + "that has not begun. The code has to tell three cases apart: 0 all is well, 1 the lag "
                            + "is too high, any other: nobody knows.")
                    .lookAt("how does your program find out that there is no such group, and how does it end then?");
        }
        if (attempt.run().errors().lines().stream().noneMatch(line -> line.contains(unknown))) {
            throw Wrong.seen(seen + ". No line on standard error names the group" + Verdicts.said(attempt))
                    .means("whoever looks for the mistake wants to know which name nobody knows, and standard output "
                            + "is for the figures.")
                    .lookAt("what does your program print for an unknown group, and on which stream?");
        }
    }

    /** Returns what to say of a program that does not know what to do with a group that has committed nothing. */
    public static Wrong known(Attempt attempt, String working, long total) {
        return Wrong.seen("the group " + working + " has a member, and has committed nothing yet: its lag is all "
                        + "that the topic holds, " + total + ". The program " + attempt.run().ending()
                        + Verdicts.said(attempt))
                .means("a group that has no commits need not be unknown. One that hangs on its very first order "
                        + "looks like this, and that is when the alert is needed most.")
                .lookAt("what tells your program that a group is unknown: that it has no commits, or that nobody "
                        + "knows it?");
    }

    /** Judges how a run ended. */
    public static void judgeExit(Attempt attempt, int expected, String why) {
        Optional<Integer> code = attempt.run().exitCode();
        if (code.isEmpty()) {
            throw Wrong.seen("the program had printed all its figures, and did not end.")
                    .means("whoever has started it, a cron job or a probe, waits for its exit code. A JVM ends when "
                            + "main has returned and no thread of the program is left.")
                    .lookAt("what is your program still doing after it has printed the total?");
        }
        if (code.get() != expected) {
            throw Wrong.seen(why + "; the program ended with code " + code.get() + ", not " + expected
                            + Verdicts.said(attempt))
                    .means("whoever has started it sees the exit code alone: 1 raises the alarm, 0 does not. Over "
                            + "the limit is more than N; N itself is not over.")
                    .lookAt("what does your program compare with the limit, and how does it end on either side of it?");
        }
    }
}

package checks.lag;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Wrong;

/** What lesson 08 says of how a program goes about its work, and how it ends. */
public final class Conduct {

    // whoever says both of both has told no untruth
    private static final Pattern SPEAKS_OF_ACCESS = Pattern.compile("(?i)authori[sz]|access|denied|permission|allow|may not");

    // once on each stream, and one line more
    private static final int AGAIN = 3;

    private Conduct() {
    }

    /** Returns whether a run has ended, or has printed the last it has to say, one of these totals, again and again. */
    public static boolean isOver(Attempt attempt, Set<Long> totals) {
        return attempt.run().hasEnded() || Printed.by(attempt.run()).lines().stream()
                .filter(line -> totals.stream().anyMatch(total -> PartitionLag.says(line, total)))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting())).values().stream()
                .anyMatch(times -> times >= AGAIN);
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

    /**
     * Judges what a program made of a group that it may not know of: it is not to say the same as of one that does not exist.
     *
     * @param none what it made of that one
     */
    public static void judgeDenied(Attempt attempt, String group, Attempt none, String unknown) {
        List<String> told = naming(none, unknown);
        if (attempt.run().hasEnded() && naming(attempt, group).equals(told)
                && told.stream().noneMatch(line -> SPEAKS_OF_ACCESS.matcher(line).find())) {
            throw Wrong.seen("the group " + group + " exists, and the brokers refused to speak of it "
                            + "(GROUP_AUTHORIZATION_FAILED). The program said the same as of one that does not exist"
                            + Verdicts.said(attempt))
                    .means("whatever a broker refuses arrives as an ExecutionException: access that is denied, a broker that is "
                            + "down, a group that is unknown. Its cause says which. Whoever reads of an unknown group looks for "
                            + "a misspelt name.")
                    .lookAt("which exceptions does your program take for an unknown group, and what does it make of the others?");
        }
    }

    // without what differs from run to run
    private static List<String> naming(Attempt attempt, String group) {
        return attempt.run().errors().lines().stream().filter(line -> line.contains(group))
                .map(line -> line.replace(group, "the group").replaceAll("\\d+", "0")).toList();
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

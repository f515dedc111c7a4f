package checks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Commit;

/** What lesson 08 says of a program that does not do what it should. */
final class LagVerdicts {

    // what the script takes where GROUP_ID is not set
    private static final String DEFAULT_GROUP = "order-processors";

    private final Attempt down;
    private final String group;
    private final String topic;

    LagVerdicts(Attempt down, String group, String topic) {
        this.down = down;
        this.group = group;
        this.topic = topic;
    }

    /** Returns what to say where the figures of a partition are not in what was printed. */
    Wrong figures(PartitionLag lag, Printed printed) {
        Optional<String> line = lag.line(printed);
        if (line.isEmpty()) {
            return lag.hasCommit() ? notPrinted(lag) : leftOut(lag);
        }
        Wrong wrong = Wrong.seen(truth(lag) + " The program printed: " + Printed.quote(line.get().strip()));
        return lag.hasCommit() ? ofCommit(wrong, lag, line.get()) : ofNoCommit(wrong, lag, line.get());
    }

    private static Wrong ofCommit(Wrong wrong, PartitionLag lag, String line) {
        if (!PartitionLag.says(line, lag.committed())) {
            return wrong.means("how far a group is, its commits say, which the brokers keep under its group.id. position() is "
                            + "where one consumer would read next: past all that poll() has returned to it.")
                    .lookAt("which call told you the offset that you print as committed, and of which group?");
        }
        if (!PartitionLag.says(line, lag.end())) {
            return wrong.means("the end of a partition is the offset that its next record will have: one more than that of "
                            + "the last record.")
                    .lookAt("which call told you the offset that you print as the end?");
        }
        if (lag.claims(line, lag.lag() - 1) || lag.claims(line, lag.lag() + 1)) {
            return wrong.means("a committed offset is that of the next order to read, and the end is that of the next order to "
                            + "come. What lies between is the difference of the two, neither one more nor one less.")
                    .lookAt("what do you add to the two offsets, or take from them?");
        }
        if (lag.claims(line, lag.end() - lag.beginning())) {
            return wrong.means("from its beginning to its end is what a partition holds, whoever has read it. Lag is what one "
                            + "group has not read: it counts from the committed offset.")
                    .lookAt("which offset do you subtract from the end?");
        }
        return wrong.means("lag is the end of the partition less the committed offset of the group.")
                .lookAt("which two offsets do you subtract from each other?");
    }

    private static Wrong ofNoCommit(Wrong wrong, PartitionLag lag, String line) {
        if (lag.claims(line, 0)) {
            return wrong.means("no commit does not mean that nothing is left to do. It means that no order of this partition "
                            + "is known to be done: everything that the partition holds is still to be read.")
                    .lookAt("which offset stands in for the one that the group has not committed?");
        }
        if (lag.claims(line, lag.end())) {
            return wrong.means("offsets are never given anew. When the oldest records are deleted, as retention does every day, a "
                            + "partition begins at another offset than 0, and its end is no count of what it holds.")
                    .lookAt("which offset stands in for the one that the group has not committed, and is it there still?");
        }
        return wrong.means("without a commit everything is still to be read: from the oldest record that is there to the end.")
                .lookAt("what do you subtract from the end where the group has committed nothing?");
    }

    private static String truth(PartitionLag lag) {
        return (lag.hasCommit() ? "the group has committed offset " + lag.committed() + " on " + lag.partition() + ", which "
                : "the group has committed nothing on " + lag.partition() + ", which begins at " + lag.beginning() + " and ")
                + "ends at " + lag.end() + ": its lag is " + lag.lag() + ".";
    }

    private Wrong notPrinted(PartitionLag lag) {
        Set<String> elsewhere = new TreeSet<>(down.traffic().unknownTopics());
        // a broker may not have heard of a new topic yet
        elsewhere.remove(topic);
        if (!elsewhere.isEmpty()) {
            return Wrong.seen("the program asked the brokers for the topic " + String.join(", ", elsewhere) + ", not for " + topic
                            + ", and " + down.run().ending() + said(down))
                    .means("a tool is told what to look at by its surroundings; here TOPIC names the topic.")
                    .lookAt("where does the name of the topic come from?");
        }
        if (Printed.by(down.run()).has(DEFAULT_GROUP)) {
            return Wrong.seen("the program was to look at the group " + group + ", and speaks of " + DEFAULT_GROUP + said(down))
                    .means("a tool is told what to look at by its surroundings; here GROUP_ID names the group.")
                    .lookAt("where does the name of the group come from?");
        }
        return Wrong.seen(truth(lag) + " No line of the output says so: the program " + down.run().ending() + said(down))
                .means("the brokers know what a group has committed on each partition, and where each partition ends. Lag is the "
                        + "difference.")
                .lookAt("which calls of Admin tell you these offsets, and what do you print of them?");
    }

    private Wrong leftOut(PartitionLag lag) {
        return Wrong.seen(truth(lag) + " No line of the output has this partition with its end.")
                .means("Kafka knows commits only of the partitions on which the group has made one. Which partitions there are, the "
                        + "topic says; one that is left out here is one on which nobody sees the group hang.")
                .lookAt("which partitions does your loop go through, and where does it get them from?");
    }

    /** Returns what to say where the right figures came from brokers that were not named. */
    Wrong notConnected() {
        return Wrong.seen("the program printed the right figures, and connected to none of the brokers of "
                        + "KAFKA_BOOTSTRAP_SERVERS.")
                .means("a client finds the cluster by the addresses in bootstrap.servers; with addresses of its own a program "
                        + "works on one machine, and nowhere else.")
                .lookAt("where do the addresses in bootstrap.servers come from?");
    }

    /** Returns what to say where the total is not in what was printed. */
    Wrong total(List<PartitionLag> lags, long elsewhere) {
        long total = lags.stream().mapToLong(PartitionLag::lag).sum();
        Printed printed = Printed.by(down.run());
        Wrong wrong = Wrong.seen("the total over " + topic + " is " + total + ": "
                + lags.stream().map(lag -> String.valueOf(lag.lag())).collect(Collectors.joining(" + "))
                + ". No line of the output has this number.");
        if (PartitionLag.totals(lags).stream().anyMatch(right -> printed.has(right + elsewhere))) {
            return wrong.means("a group may read several topics, and this one does: it has committed offsets on another topic too. "
                            + "The brokers return all the commits of a group.")
                    .lookAt("of which topics are the partitions that your total adds up?");
        }
        if (PartitionLag.totals(lags.stream().filter(PartitionLag::hasCommit).toList()).stream().anyMatch(printed::has)) {
            return wrong.means("partitions without a commit are part of the total: their records are as unread as any.")
                    .lookAt("which partitions does your total leave out?");
        }
        return wrong.means("an alert needs one number: the sum of the lags of all partitions of the topic.")
                .lookAt("which lags does your total add up, and do you print it?");
    }

    /** Returns what to say of a program that became a member of the group. */
    Wrong joined(String disturbed) {
        return Wrong.seen("the group " + disturbed + " had one member, which had every partition. While the program ran there was "
                        + "a rebalance: the member's partitions were taken from it.")
                .means("whoever subscribes with a group's id joins the group. The partitions are shared out anew each time, and the "
                        + "members stop for it; an observer that joins gets some, and does not process what is in them.")
                .lookAt("which call of your program makes it a member, and which client can ask without being one?");
    }

    /** Returns what to say of a program that committed something. */
    Wrong commits(Commit commit) {
        return Wrong.seen("while the program ran " + commit.offset().map(offset -> "offset " + offset + " was committed on ")
                        .orElse("the commit was deleted on ") + commit.partition() + " for the group " + group
                        + ", which has no member: it can only have been the program.")
                .means("the group goes on at its commits, so that orders are lost or done again when an observer moves them. A "
                        + "consumer with a group.id commits in the background where enable.auto.commit does not forbid it, and "
                        + "when it is closed, also one that has its partitions by assign().")
                .lookAt("which client of your program bears the id of the group, and what does it do when it is closed?");
    }

    /** Judges what a program made of a group that does not exist. */
    void judgeUnknown(Attempt attempt, String unknown) {
        Optional<Integer> code = attempt.run().exitCode();
        String seen = "no broker knows the group " + unknown + ", and the program " + attempt.run().ending();
        if (Printed.by(attempt.run()).lines().stream().anyMatch(line -> line.startsWith("\tat "))) {
            throw Wrong.seen(seen + ", with a stack trace" + said(attempt))
                    .means("whoever reads this at night has misspelt a name. A line that says so helps; a stack trace speaks of a "
                            + "mistake in the program. And what main throws ends a JVM with 1, which is the alert.")
                    .lookAt("what does the call throw, with what as its cause, and where does your program expect it?");
        }
        if (code.isEmpty()) {
            throw Wrong.seen(seen + said(attempt))
                    .means("the answer of the brokers is final: there is no such group.")
                    .lookAt("what does your program wait for?");
        }
        if (code.get() == 0 || code.get() == 1) {
            throw Wrong.seen(seen + said(attempt))
                    .means("the commits of an unknown group are an empty map, not an error: it looks like a group that has not "
                            + "begun. The code has to tell three cases apart: 0 all is well, 1 the lag is too high, any other: "
                            + "nobody knows.")
                    .lookAt("how does your program find out that there is no such group, and how does it end then?");
        }
        if (attempt.run().errors().lines().stream().noneMatch(line -> line.contains(unknown))) {
            throw Wrong.seen(seen + ". No line on standard error names the group" + said(attempt))
                    .means("whoever looks for the mistake wants to know which name nobody knows, and standard output is for the "
                            + "figures.")
                    .lookAt("what does your program print for an unknown group, and on which stream?");
        }
    }

    /** Returns what to say of a program that does not know what to do with a group that has committed nothing. */
    Wrong known(Attempt attempt, String working, long total) {
        return Wrong.seen("the group " + working + " has a member, and has committed nothing yet: its lag is all that the topic holds, "
                        + total + ". The program " + attempt.run().ending() + said(attempt))
                .means("a group that has no commits need not be unknown. One that hangs on its very first order looks like this, and "
                        + "that is when the alert is needed most.")
                .lookAt("what tells your program that a group is unknown: that it has no commits, or that nobody knows it?");
    }

    /** Judges how a run ended. */
    void judgeExit(Attempt attempt, int expected, String why) {
        Optional<Integer> code = attempt.run().exitCode();
        if (code.isEmpty()) {
            throw Wrong.seen("the program had printed all its figures, and was still running long after that.")
                    .means("whoever has started it, a cron job or a probe, waits for its exit code. A JVM ends when main has "
                            + "returned and no thread of the program is left.")
                    .lookAt("what is your program still doing after it has printed the total?");
        }
        if (code.get() != expected) {
            throw Wrong.seen(why + "; the program ended with code " + code.get() + ", not " + expected + said(attempt))
                    .means("whoever has started it sees the exit code alone: 1 raises the alarm, 0 does not. Over the limit is more "
                            + "than N; N itself is not over.")
                    .lookAt("what does your program compare with the limit, and how does it end on either side of it?");
        }
    }

    private static String said(Attempt attempt) {
        String quoted = Printed.by(attempt.run()).quoted();
        return quoted.equals("nothing") ? "." : ", having said: " + quoted;
    }
}

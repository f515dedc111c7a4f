package checks.lag;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;

/** What lesson 08 says of figures that are not right. */
public final class Verdicts {

    // what the script takes where GROUP_ID is not set
    private static final String DEFAULT_GROUP = "order-processors";

    private static final String PARTITIONS = "the topic says which partitions it has. What is left out is no part of any figure.";

    private final Attempt down;
    private final String group;
    private final String topic;
    private final List<PartitionLag> without;

    /** Takes the run for a group, and the partitions of the topic on which that has committed nothing. */
    public Verdicts(Attempt down, String group, String topic, List<PartitionLag> without) {
        this.without = without;
        this.down = down;
        this.group = group;
        this.topic = topic;
    }

    /** Returns what to say where the figures of a partition are not in what was printed. */
    public Wrong figures(PartitionLag lag, Printed printed) {
        Optional<String> line = lag.line(printed);
        if (line.isEmpty()) {
            return lag.hasCommit() ? notPrinted(lag) : leftOut(lag, printed);
        }
        Wrong wrong = printed(lag, line.get());
        return lag.hasCommit() ? ofCommit(wrong, lag, line.get()) : ofNoCommit(wrong, lag, line.get());
    }

    private static Wrong ofCommit(Wrong wrong, PartitionLag lag, String line) {
        if (!PartitionLag.says(line, lag.committed())) {
            return PartitionLag.says(line, lag.end()) && PartitionLag.says(line, lag.lag())
                    ? wrong.means("the end and the lag are right. Where the group stands is the third figure: who looks for "
                                    + "the order on which it hangs needs the offset.")
                            .lookAt("which of the three figures does your line leave out?")
                    : wrong.means("how far a group is, its commits say, which the brokers keep under its group.id. "
                                    + "position() is where one consumer would read next: past all that poll() has returned "
                                    + "to it.")
                            .lookAt("which call told you the offset that you print as committed, and of which group?");
        }
        if (!PartitionLag.says(line, lag.end())) {
            return wrong.means("the end of a partition is the offset that its next record will have: one more than "
                            + "that of the last record.")
                    .lookAt("which call told you the offset that you print as the end?");
        }
        if (lag.claims(line, lag.lag() - 1) || lag.claims(line, lag.lag() + 1)) {
            return wrong.means("a committed offset is that of the next order to read, and the end is that of the "
                            + "next order to come. What lies between is the difference of the two, neither one more "
                            + "nor one less.")
                    .lookAt("what do you add to the two offsets, or take from them?");
        }
        if (lag.claims(line, lag.end() - lag.beginning())) {
            return wrong.means("from its beginning to its end is what a partition holds, whoever has read it. Lag is "
                            + "what one group has not read: it counts from the committed offset.")
                    .lookAt("which offset do you subtract from the end?");
        }
        return wrong.means("lag is the end of the partition less the committed offset of the group.")
                .lookAt("which two offsets do you subtract from each other?");
    }

    private static Wrong ofNoCommit(Wrong wrong, PartitionLag lag, String line) {
        if (lag.claims(line, 0)) {
            return wrong.means("no commit does not mean that nothing is left to do. It means that no order of this "
                            + "partition is known to be done: everything that the partition holds is still to be read.")
                    .lookAt("which offset stands in for the one that the group has not committed?");
        }
        if (lag.claims(line, lag.end())) {
            return wrong.means("offsets are never given anew. When the oldest records are deleted, as retention does "
                            + "every day, a partition begins at another offset than 0, and its end is no count of "
                            + "what it holds.")
                    .lookAt("which offset stands in for the one that the group has not committed, and is it there "
                            + "still?");
        }
        return wrong.means("without a commit everything is still to be read: from the oldest record that is there to "
                        + "the end.")
                .lookAt("what do you subtract from the end where the group has committed nothing?");
    }

    /** Returns what was printed of a partition, beside the truth. */
    static Wrong printed(PartitionLag lag, String line) {
        return Wrong.seen(truth(lag) + " The program printed: " + Printed.quote(line.strip()));
    }

    private static String truth(PartitionLag lag) {
        String known = lag.hasCommit()
                ? "the group has committed offset " + lag.committed() + " on " + lag.partition() + ", which "
                : "the group has committed nothing on " + lag.partition() + ", which begins at " + lag.beginning() + " and ";
        return known + "ends at " + lag.end() + ": its lag is " + lag.lag() + ".";
    }

    private Wrong notPrinted(PartitionLag lag) {
        Set<String> elsewhere = down.traffic().unknownTopics(topic);
        if (!elsewhere.isEmpty()) {
            return Surroundings.otherTopic("the program asked the brokers for the topic " + String.join(", ", elsewhere)
                    + ", not for " + topic + ", and " + down.run().ending() + said(down));
        }
        if (Printed.by(down.run()).has(DEFAULT_GROUP)) {
            return Wrong.seen("the program was to look at the group " + group + ", and speaks of " + DEFAULT_GROUP
                            + said(down))
                    .means("a tool is told what to look at by its surroundings; here GROUP_ID names the group.")
                    .lookAt("where does the name of the group come from?");
        }
        Wrong wrong = Wrong.seen(truth(lag) + " No line of the output says so: the program " + down.run().ending()
                + said(down));
        if (!down.run().succeeded() && down.run().errors().text().contains(group)) {
            return wrong.means("this group has committed offsets, and no member at the moment: that is how a group looks whose "
                            + "program is down.")
                    .lookAt("what does your program take for the sign that a group is unknown?");
        }
        if (!down.run().succeeded()) {
            return wrong.means("this group and this topic exist, and all brokers are there: the program could have "
                            + "had its figures.")
                    .lookAt("what does its last message speak of, and which line of your file does it name?");
        }
        if (without.stream().anyMatch(other -> other.line(Printed.by(down.run())).isPresent())) {
            return wrong.means(PARTITIONS).lookAt("which partitions does your loop go through, and which does it print?");
        }
        return wrong.means("the brokers know what a group has committed on each partition, and where each partition "
                        + "ends. Lag is the difference.")
                .lookAt("which calls of Admin tell you these offsets, and what do you print of them?");
    }

    private Wrong leftOut(PartitionLag lag, Printed printed) {
        Wrong wrong = Wrong.seen(truth(lag) + " No line of the output has this partition with its end.");
        if (without.stream().anyMatch(other -> other.line(printed).isPresent())) {
            return wrong.means(PARTITIONS)
                    .lookAt("which partitions does your loop go through, and which does it print?");
        }
        return wrong.means("Kafka knows commits only of the partitions on which the group has made one. Which partitions "
                        + "there are, the topic says; one that is left out here is one on which nobody sees the group "
                        + "hang.")
                .lookAt("which partitions does your loop go through, and where does it get them from?");
    }

    /** Returns what to say where the right figures came from brokers that were not named. */
    public Wrong notConnected() {
        return Wrong.seen("the program printed the right figures, and connected to none of the brokers of "
                        + "KAFKA_BOOTSTRAP_SERVERS.")
                .means(Surroundings.ADDRESSES)
                .lookAt("where do the addresses in bootstrap.servers come from?");
    }

    /** Returns what to say where the total is not in what was printed. */
    public Wrong total(List<PartitionLag> lags, long elsewhere) {
        long total = lags.stream().mapToLong(PartitionLag::lag).sum();
        Printed printed = Printed.by(down.run());
        Wrong wrong = Wrong.seen("the total over " + topic + " is " + total + ": "
                + lags.stream().map(lag -> String.valueOf(lag.lag())).collect(Collectors.joining(" + "))
                + ". No line of the output has this number.");
        if (PartitionLag.totals(lags).stream().anyMatch(right -> printed.has(right + elsewhere))) {
            return wrong.means("a group may read several topics, and this one does: it has committed offsets on "
                            + "another topic too. The brokers return all the commits of a group.")
                    .lookAt("of which topics are the partitions that your total adds up?");
        }
        List<PartitionLag> committed = lags.stream().filter(PartitionLag::hasCommit).toList();
        if (PartitionLag.totals(committed).stream().anyMatch(printed::has)) {
            return wrong.means("partitions without a commit are part of the total: their records are as unread as any.")
                    .lookAt("which partitions does your total leave out?");
        }
        return wrong.means("an alert needs one number: the sum of the lags of all partitions of the topic.")
                .lookAt("which lags does your total add up, and do you print it?");
    }

    /** Returns the end of a sentence about a run: what it has printed. */
    public static String said(Attempt attempt) {
        return Printed.by(attempt.run()).said();
    }
}

package checks.offsets;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Commit;

/** Judges what runs of lesson 07 did after the last order, and what they left behind. */
public final class Aftermath {

    private final OldOrders topic;

    /** Takes the topic that the runs read. */
    public Aftermath(OldOrders topic) {
        this.topic = topic;
    }

    /** Returns where each of these runs has ended by itself, with 0. */
    public void judgeEnds(List<Replay> runs) {
        runs.stream().filter(Replay::hung).findFirst().ifPresent(run -> {
            throw hangs(run);
        });
        if (runs.stream().anyMatch(run -> !run.run().succeeded() && run.printsNoneOf(topic.held()))) {
            Trial.cannotJudge("to be judged once each of these runs prints orders");
        }
        runs.stream().filter(run -> !run.run().succeeded()).findFirst().ifPresent(run -> {
            throw Wrong.seen("with " + run.call() + " the program " + run.ending() + ". It said: "
                            + run.printed().besides(topic.held()).quoted())
                    .means("a code other than 0 says that the program could not do what it was asked for. Where a "
                            + "partition does not hold the place, or there is nothing to read, nothing has failed.")
                    .lookAt("what does your program still do after the last order?");
        });
    }

    private Wrong hangs(Replay run) {
        TopicPartition marked = topic.partition(OldOrders.Part.MARKED);
        long end = topic.end(marked);
        return Wrong.seen("with " + run.call() + " the program asked the brokers for more when they had nothing more, "
                        + "and did not end. " + marked + " ends at " + end + ", and its last order is at "
                        + (end - 2) + ".")
                .means("not each offset holds a record for you: on " + marked + " the last one is the marker of a "
                        + "transaction, other partitions hold nothing, and compaction leaves gaps. position() goes "
                        + "past all that, up to the end.")
                .lookAt("what ends your loop, and can it come to that on a partition that holds nothing, or ends "
                        + "without a record?");
    }

    /** Returns where the groups of these runs have the commits that the check has made for them, and no others. */
    public void judgeCommits(List<Replay> runs) {
        for (Replay run : runs) {
            // the first ones are the check's; the clearest is one that has changed something
            run.group().commits().stream().skip(topic.bookmarks().size()).max(Comparator.comparing(this::changes))
                    .ifPresent(commit -> {
                        throw commits(run, commit);
                    });
        }
    }

    private boolean changes(Commit commit) {
        return !commit.offset().equals(Optional.ofNullable(topic.bookmarks().get(commit.partition())));
    }

    private Wrong commits(Replay run, Commit commit) {
        return Wrong.seen("with " + run.call() + " the group " + commit.group() + ", which had committed "
                        + topic.bookmarks().get(commit.partition()) + " on " + commit.partition() + ", "
                        + commit.offset().map(to -> "committed " + to + (changes(commit) ? "" : " again"))
                                .orElse("lost this commit") + ".")
                .means("a commit is the group's bookmark: those who work for the group go on there, and would "
                        + "do it all again, or leave some out. A program commits where it is told to, and "
                        + "unasked: enable.auto.commit is true unless you say otherwise, and a consumer with a group.id "
                        + "then commits within poll() and close(), after assign() too.")
                .lookAt("what in your program commits, and does it need to be asked to?");
    }
}

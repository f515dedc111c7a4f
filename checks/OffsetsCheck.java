package checks;

import checks.offsets.NoSuchPlace;
import checks.offsets.OldOrders;
import checks.offsets.Replay;
import checks.offsets.ReplayVerdict;
import checks.offsets.Rush;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Stored;

/**
 * Lesson 07. Three runs side by side read a topic of old orders from the beginning, from an offset and from a time. Then
 * come two that ask for a place that no partition holds, four with bad arguments, and one on a topic to which orders keep
 * coming.
 */
@Check
class OffsetsCheck {

    private static final int USAGE = 2;
    private static final List<Integer> ZONES = List.of(-7, -3, 2, 4, 9);
    private static final String ONCE_IT_PRINTS = "to be judged once the program prints orders";

    private final Trial trial;
    private final NewTopic rushed;
    private final OldOrders topic;
    private final Replay beginning;
    private final Replay offset;
    private final Replay time;
    private final String zoneless;
    private List<Replay> nowhere;
    private List<Replay> mistyped;

    OffsetsCheck(Trial trial) {
        this.trial = trial;
        rushed = Rush.topic(trial);
        topic = new OldOrders(trial, rushed);
        beginning = run("beginning");
        offset = run("offset", String.valueOf(topic.offset()));
        time = run("time", at(topic.time(), ZoneOffset.ofHours(ZONES.get(trial.random().nextInt(ZONES.size())))));
        zoneless = topic.time().atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    @Fact(order = 1, value = "beginning: prints every order that the partitions hold, once, with its place")
    void fromTheBeginning() {
        awaitReads();
        new ReplayVerdict(topic, beginning, topic.held()).judge();
    }

    @Fact(order = 2, value = "offset N: prints the orders from N on, of the partitions that hold N")
    void fromAnOffset() {
        judge(offset, topic.fromOffset());
    }

    @Fact(order = 3, value = "time T: prints the orders from the first on each partition that is not older than T")
    void fromATime() {
        judge(time, topic.fromTime());
    }

    @Fact(order = 4, value = "ends by itself at the end that it found at its start, though orders keep coming")
    void ends() {
        awaitPrinting();
        List<Replay> reads = List.of(beginning, offset, time);
        reads.stream().filter(Replay::hung).findFirst().ifPresent(run -> {
            throw hangs(run);
        });
        reads.stream().filter(run -> !run.run().succeeded()).findFirst().ifPresent(run -> {
            throw Wrong.seen("with " + run.call() + " the program " + run.ending() + ". It said: "
                            + run.printed().besides(topic.held()).quoted())
                    .means("a code other than 0 says that the program could not do what it was asked for. Where a "
                            + "partition does not hold the place, or there is nothing to read, nothing has failed.")
                    .lookAt("what does your program still do after the last order?");
        });
        new Rush(trial, rushed).judge();
    }

    @Fact(order = 5, value = "says so, and prints nothing, where an offset is out of range or a time after the last order")
    void nowhere() {
        awaitPrinting();
        Replay.awaitOver(nowhereRuns());
        NoSuchPlace place = new NoSuchPlace(topic);
        place.judgeOn(OldOrders.Part.TRIMMED, offset);
        place.judgeOn(OldOrders.Part.SHORT, offset);
        place.judgeOn(OldOrders.Part.SHORT, time);
        nowhereRuns().forEach(place::judgeOnAll);
    }

    @Fact(order = 6, value = "leaves the commits of its group as they were")
    void leavesCommits() {
        awaitPrinting();
        Set<Map.Entry<TopicPartition, Long>> before = topic.bookmarks().entrySet();
        for (Replay run : Stream.concat(Stream.of(beginning, offset, time), nowhereRuns().stream()).toList()) {
            List<Commit> made = run.group().commits();
            // the first ones are the check's
            if (made.size() > before.size()) {
                Commit commit = made.get(before.size());
                throw Wrong.seen("with " + run.call() + " the group " + commit.group() + ", which had committed "
                                + topic.bookmarks().get(commit.partition()) + " on " + commit.partition() + ", "
                                + commit.offset().map(to -> "committed " + to).orElse("lost this commit") + ".")
                        .means("a commit is the group's bookmark: those who work for the group go on there, and would "
                                + "do it all again, or leave some out. enable.auto.commit is true unless you say "
                                + "otherwise, and a consumer with a group.id then commits within poll() and close(), "
                                + "after assign() too.")
                        .lookAt("what in your program commits, and does it need to be asked to?");
            }
        }
    }

    @Fact(order = 7, value = "a bad argument, or a time without its zone, is a usage line and code 2")
    void usage() {
        awaitReads();
        Replay.awaitOver(mistyped());
        for (Replay run : mistyped()) {
            if (run.run().exitCode().orElse(-1) == USAGE && isUsage(Printed.by(run.run()))) {
                continue;
            }
            Wrong wrong = Wrong.seen("with " + run.call() + " the program " + run.ending() + ", having said: "
                    + Printed.by(run.run()).quoted());
            throw run.arguments().contains(zoneless)
                    ? wrong.means("this time has no zone, so it is another moment in each. The timestamps of records "
                            + "count from a moment in UTC: a time that is taken for UTC in silence is hours off where "
                            + "the clock on the wall shows another one. The lesson asks for a usage line and code 2.")
                            .lookAt("what turns the argument into a moment, and from where does that take the zone?")
                    : wrong.means("what has been typed wrongly is to be told apart from what went wrong: a line that "
                            + "says how to call the program, and code 2, which shells and tools use for this.")
                            .lookAt("when does your program call usage(), and what comes before that?");
        }
    }

    private Replay run(String... arguments) {
        return new Replay(trial, topic.name(), topic.bookmarks(), arguments);
    }

    private static String at(Instant moment, ZoneOffset zone) {
        return moment.atOffset(zone).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    /** Waits for the runs that read; the others have been started when this returns. */
    private void awaitReads() {
        Replay.awaitOver(List.of(beginning, offset, time));
        nowhereRuns();
        mistyped();
    }

    private void awaitPrinting() {
        awaitReads();
        if (Stream.of(beginning, offset, time).allMatch(this::printsNone)) {
            Trial.cannotJudge(ONCE_IT_PRINTS);
        }
    }

    private boolean printsNone(Replay run) {
        return run.printed().missing(topic.held()).size() == topic.held().size();
    }

    private void judge(Replay run, List<Stored> due) {
        awaitPrinting();
        new ReplayVerdict(topic, run, due).judge();
    }

    private List<Replay> nowhereRuns() {
        if (nowhere == null) {
            nowhere = List.of(run("offset", String.valueOf(1_000_000 + trial.random().nextInt(1_000_000))),
                    run("time", at(topic.time().plus(Duration.ofDays(3)), ZoneOffset.UTC)));
        }
        return nowhere;
    }

    private List<Replay> mistyped() {
        if (mistyped == null) {
            mistyped = Stream.of("yesterday", "offset", "offset many", "time " + zoneless)
                    .map(call -> new Replay(trial, topic.name(), Map.of(), call.split(" "))).toList();
        }
        return mistyped;
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

    private static boolean isUsage(Printed printed) {
        List<String> lines = printed.lines().stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        String all = String.join("\n", lines);
        return all.contains("usage") || Stream.of("beginning", "offset", "time").allMatch(all::contains);
    }
}

package checks;

import checks.offsets.Aftermath;
import checks.offsets.BadCalls;
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
import java.util.stream.Stream;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/**
 * Lesson 07. Three runs side by side read a topic of old orders from the beginning, from an offset and from a time. Then
 * come two that ask for a place that no partition holds, some with bad arguments, and one on a topic to which orders keep
 * coming.
 */
@Check
class OffsetsCheck {

    // an offset is a long
    private static final long BEYOND_INT = 3_000_000_000L;
    private static final List<Integer> ZONES = List.of(-7, -3, 2, 4, 9);
    private static final String ONCE_IT_PRINTS = "to be judged once the program prints orders";
    private static final String ONCE_ALL_IS_READ = "to be judged once the program prints what it is to print from the beginning";
    // a partition that ends at the offset may be named or not
    private static final List<OldOrders.Part> OFFSET_NOT_THERE = List.of(OldOrders.Part.TRIMMED, OldOrders.Part.SHORT,
            OldOrders.Part.UNTOUCHED);
    private static final List<OldOrders.Part> TIME_NOT_THERE = List.of(OldOrders.Part.SHORT, OldOrders.Part.EMPTIED,
            OldOrders.Part.UNTOUCHED);

    private final Trial trial;
    private final Rush rush;
    private final OldOrders topic;
    private final Replay beginning;
    private final Replay offset;
    private final Replay time;
    private final List<Replay> reads;
    private List<Replay> nowhere;
    private BadCalls badCalls;
    private boolean allIsRead;
    private boolean offsetIsRead;
    private boolean timeIsRead;

    OffsetsCheck(Trial trial) {
        this.trial = trial;
        rush = new Rush(trial);
        topic = new OldOrders(trial, rush.topic());
        trial.prepare(rush::fill);
        beginning = run("beginning");
        offset = run("offset", String.valueOf(topic.offset()));
        time = run("time", at(topic.time(), ZoneOffset.ofHours(ZONES.get(trial.random().nextInt(ZONES.size())))));
        reads = List.of(beginning, offset, time);
    }

    @Fact(order = 1, value = "beginning: prints every order that the partitions hold, once, with its place")
    void fromTheBeginning() {
        awaitReads();
        new ReplayVerdict(topic, beginning, topic.held()).judge();
        allIsRead = true;
    }

    @Fact(order = 2, value = "offset N: prints the orders from N on, of the partitions that hold N")
    void fromAnOffset() {
        judge(offset, topic.fromOffset());
        offsetIsRead = true;
    }

    @Fact(order = 3, value = "time T: prints the orders from the first on each partition that is not older than T")
    void fromATime() {
        judge(time, topic.fromTime());
        timeIsRead = true;
    }

    @Fact(order = 4, value = "ends by itself at the end that it found at its start, though orders keep coming")
    void ends() {
        awaitPrinting();
        new Aftermath(topic).judgeEnds(reads);
        if (!allIsRead) {
            Trial.cannotJudge(ONCE_ALL_IS_READ);
        }
        trial.awaitPrepared();
        rush.run().judge();
    }

    @Fact(order = 5, value = "says so, and prints nothing, where an offset is out of range or a time after the last order")
    void nowhere() {
        awaitPrinting();
        Replay.awaitOver(nowhere);
        NoSuchPlace place = new NoSuchPlace(topic);
        if (offsetIsRead && timeIsRead) {
            OFFSET_NOT_THERE.forEach(part -> place.judgeOn(part, offset));
            TIME_NOT_THERE.forEach(part -> place.judgeOn(part, time));
        }
        nowhere.forEach(place::judgeOnAll);
        if (!offsetIsRead || !timeIsRead) {
            Trial.cannotJudge("to be judged once the program prints orders from an offset and from a time");
        }
    }

    @Fact(order = 6, value = "leaves the commits of its group as they were")
    void leavesCommits() {
        awaitPrinting();
        new Aftermath(topic).judgeCommits(Stream.of(reads, nowhere).flatMap(List::stream).toList());
    }

    @Fact(order = 7, value = "a bad argument, or a time without its zone, is a usage line and code 2")
    void usage() {
        awaitReads();
        badCalls.judge();
    }

    private void judge(Replay run, List<Stored> due) {
        awaitPrinting();
        try {
            new ReplayVerdict(topic, run, due).judge();
        } catch (Wrong wrong) {
            if (!allIsRead) {
                // most likely for the same reason, which the first fact has told of
                Trial.cannotJudge(ONCE_ALL_IS_READ);
            }
            throw wrong;
        }
    }

    private void awaitPrinting() {
        awaitReads();
        if (reads.stream().allMatch(run -> run.printsNoneOf(topic.held()))) {
            Trial.cannotJudge(ONCE_IT_PRINTS);
        }
    }

    /** Waits for the runs that read; the others have been started when this returns. */
    private void awaitReads() {
        Replay.awaitOver(reads);
        if (nowhere == null) {
            nowhere = List.of(run("offset", String.valueOf(BEYOND_INT + trial.random().nextInt(1_000_000))),
                    run("time", at(topic.time().plus(Duration.ofDays(3)), ZoneOffset.UTC)));
            badCalls = new BadCalls(trial, topic);
        }
    }

    private Replay run(String... arguments) {
        return new Replay(trial, topic.name(), topic.bookmarks(), arguments);
    }

    private static String at(Instant moment, ZoneOffset zone) {
        return moment.atOffset(zone).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }
}

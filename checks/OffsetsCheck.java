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
import org.apache.kafka.clients.admin.NewTopic;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.evidence.Stored;

/**
 * Lesson 07. Three runs side by side read a topic of old orders from the beginning, from an offset and from a time. Then
 * come two that ask for a place that no partition holds, four with bad arguments, and one on a topic to which orders keep
 * coming.
 */
@Check
class OffsetsCheck {

    private static final List<Integer> ZONES = List.of(-7, -3, 2, 4, 9);
    private static final String ONCE_IT_PRINTS = "to be judged once the program prints orders";

    private final Trial trial;
    private final NewTopic rushed;
    private final OldOrders topic;
    private final Replay beginning;
    private final Replay offset;
    private final Replay time;
    private final List<Replay> reads;
    private List<Replay> nowhere;
    private BadCalls badCalls;

    OffsetsCheck(Trial trial) {
        this.trial = trial;
        rushed = Rush.topic(trial);
        topic = new OldOrders(trial, rushed);
        beginning = run("beginning");
        offset = run("offset", String.valueOf(topic.offset()));
        time = run("time", at(topic.time(), ZoneOffset.ofHours(ZONES.get(trial.random().nextInt(ZONES.size())))));
        reads = List.of(beginning, offset, time);
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
        new Aftermath(topic).judgeEnds(reads);
        new Rush(trial, rushed).judge();
    }

    @Fact(order = 5, value = "says so, and prints nothing, where an offset is out of range or a time after the last order")
    void nowhere() {
        awaitPrinting();
        Replay.awaitOver(nowhere);
        NoSuchPlace place = new NoSuchPlace(topic);
        place.judgeOn(OldOrders.Part.TRIMMED, offset);
        place.judgeOn(OldOrders.Part.SHORT, offset);
        place.judgeOn(OldOrders.Part.SHORT, time);
        nowhere.forEach(place::judgeOnAll);
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
        new ReplayVerdict(topic, run, due).judge();
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
            nowhere = List.of(run("offset", String.valueOf(1_000_000 + trial.random().nextInt(1_000_000))),
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

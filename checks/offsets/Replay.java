package checks.offsets;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.RecordLines;
import workshop.check.Trial;
import workshop.evidence.Group;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.program.ProgramRun;

/** One run of the program of lesson 07, for a group of its own whose bookmarks somebody else has set. */
public final class Replay {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    // so often, and for so long, the brokers have nothing for a program that prints nothing more: it goes round in circles
    private static final int EMPTY_FETCHES = 20;
    // where all that a run reads lies on one broker, so many take ten seconds: a program that has hung once gets fewer
    private static final int ONCE_MORE = 6;
    private static final Duration STILL = Duration.ofSeconds(3);
    // neither the zone of this machine, nor UTC: a program that takes one for the other is seen
    private static final String ZONE = "Asia/Kolkata";

    private final List<String> arguments;
    private final Group group;
    private final Attempt attempt;
    private final RecordLines printed;
    private int lines = -1;
    private int emptyFetches;
    private long since;
    private boolean hung;

    /** Starts the program once its group has these bookmarks. */
    public Replay(Trial trial, String topic, Map<TopicPartition, Long> bookmarks, String... arguments) {
        this(trial, topic, bookmarks, (partition, end) -> { }, arguments);
    }

    /** Starts it so, and hears where partitions end when it asks for that, before it does. */
    Replay(Trial trial, String topic, Map<TopicPartition, Long> bookmarks, ObjLongConsumer<TopicPartition> ends,
            String... arguments) {
        this.arguments = List.of(arguments);
        String name = trial.group("order-replay");
        group = trial.evidence().group(name);
        if (!bookmarks.isEmpty()) {
            group.commit(bookmarks);
        }
        attempt = trial.attempt().with("TOPIC", topic).with("GROUP_ID", name).with("TZ", ZONE)
                .where(program -> program.args(arguments)).tellingOfEnds(ends).start();
        printed = RecordLines.withIdsAndKeys(attempt.run());
    }

    /** Waits until each of these runs has ended or goes round in circles; those are killed when this returns. */
    public static void awaitOver(List<Replay> runs) {
        Wait.until("the program to end", PATIENCE, () -> runs.stream().filter(run -> !run.isOver(enough(runs))).count() == 0);
    }

    private static int enough(List<Replay> runs) {
        return runs.stream().anyMatch(Replay::hung) ? ONCE_MORE : EMPTY_FETCHES;
    }

    private boolean isOver(int enough) {
        if (!hung && !run().hasEnded() && goesRound(enough)) {
            hung = true;
            run().kill();
        }
        return run().hasEnded();
    }

    private boolean goesRound(int enough) {
        int now = run().output().lines().size() + run().errors().lines().size();
        if (now != lines) {
            lines = now;
            emptyFetches = attempt.traffic().emptyFetches();
            since = System.nanoTime();
        }
        return attempt.traffic().emptyFetches() - emptyFetches >= enough
                && System.nanoTime() - since >= STILL.toNanos();
    }

    /** Returns how the program was called, as one types it. */
    public String call() {
        return arguments.isEmpty() ? "no argument" : String.join(" ", arguments);
    }

    public List<String> arguments() {
        return arguments;
    }

    /** Returns whether it was to begin at a time. */
    public boolean byTime() {
        return arguments.contains("time");
    }

    public Group group() {
        return group;
    }

    public Attempt attempt() {
        return attempt;
    }

    public ProgramRun run() {
        return attempt.run();
    }

    /** Returns the orders that the program has printed so far. */
    public RecordLines printed() {
        return printed.look();
    }

    /** Returns whether the program has printed none of these orders so far. */
    public boolean printsNoneOf(List<Stored> orders) {
        return printed().missing(orders).size() == orders.size();
    }

    /** Returns whether the program printed no more and did not end, though the brokers had nothing more for it. */
    public boolean hung() {
        return hung;
    }

    /** Returns how it ended, in words that continue a sentence about the program. */
    public String ending() {
        return hung ? "had nothing more to read and did not end" : run().ending();
    }
}

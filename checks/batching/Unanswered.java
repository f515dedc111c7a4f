package checks.batching;

import static workshop.evidence.wire.Disturbance.WRITES_UNANSWERED;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Trial;
import workshop.evidence.Wait;
import workshop.evidence.wire.Confirmation;
import workshop.evidence.wire.Moments;

/** A run in which one broker keeps silent when something is to be written, and the others answer. */
public final class Unanswered {

    // how much longer than it should a program may take to give up, on a very busy machine
    private static final int LENIENCE_MS = 6_000;
    private static final int MORE_MS = 2_000;
    // before a producer tries again, at the first tries
    private static final int BACKOFF_MS = 400;
    // and how much longer at most one takes that nothing holds up
    private static final int USUAL_MS = 1_850;

    private final Trial trial;
    private final Attempt attempt;
    private final NewTopic topic;
    private final int orders;
    private final int giveUpAfter;
    private int confirmed = -1;

    /**
     * Takes a run that is not started yet.
     *
     * @param orders      how many orders it has
     * @param giveUpAfter the milliseconds after which it is to give up
     * @param silent      the broker
     */
    Unanswered(Trial trial, Attempt attempt, NewTopic topic, int orders, int giveUpAfter, int silent) {
        this.trial = trial;
        this.attempt = attempt.disturbedAt(silent, WRITES_UNANSWERED);
        this.topic = topic;
        this.orders = orders;
        this.giveUpAfter = giveUpAfter;
    }

    Unanswered start() {
        attempt.start();
        return this;
    }

    // so that a slow start of a JVM does not count
    void awaitFirstWrite() {
        attempt.awaitEndOr(traffic -> traffic.writes() > 0 || !traffic.otherTopics(topic.name()).isEmpty());
    }

    /** Returns the run. */
    public Attempt attempt() {
        return attempt;
    }

    /** Returns whether a partition is led by another broker now than when the topic was made: then no broker may have kept silent. */
    public boolean hasOtherLeaders() {
        return IntStream.range(0, topic.numPartitions()).anyMatch(partition -> trial.evidence().leader(
                new TopicPartition(topic.name(), partition)) != topic.replicasAssignments().get(partition).get(0));
    }

    /** Returns how many orders it has. */
    public int orders() {
        return orders;
    }

    /** Returns after how many milliseconds it is to give up. */
    public int giveUpAfter() {
        return giveUpAfter;
    }

    /** Returns how many seconds it has from its first request to write. */
    public int seconds() {
        // close() waits for a request that is on its way when the time is over, which may be as long
        long request = Math.min(moments().shortestWrite().toMillis(), giveUpAfter);
        return (int) (giveUpAfter + Math.max(LENIENCE_MS, request + MORE_MS)) / 1000;
    }

    /** Waits until it has ended or has had its time, and returns whether it has ended. */
    public boolean givesUp() {
        long now = System.nanoTime();
        Duration left = Duration.ofSeconds(seconds()).minusNanos(now - moments().firstWrite().orElse(now));
        return attempt.run().hasEnded() || left.toMillis() > 100 && Wait.holdsWithin(left, attempt.run()::hasEnded);
    }

    /** Returns whether it gave up when it should, and nothing has held it up. */
    boolean isOnTime() {
        return !isTooEarly(0) && sinceFirstWrite() <= giveUpAfter + USUAL_MS;
    }

    /**
     * Returns whether it gave up earlier than it may: four fifths of the time had not gone by when it ended, or when its last request
     * to write was over, after which it did not try again. A program may begin to count a moment before it comes to a broker.
     */
    public boolean isTooEarly() {
        return isTooEarly(giveUpAfter / 5);
    }

    private boolean isTooEarly(int lenience) {
        long end = attempt.run().endedAt();
        return millis(moments().connected().orElse(end), end) < giveUpAfter - lenience
                || moments().firstWrite().isPresent() && triedFor() < giveUpAfter - lenience;
    }

    // from the first request to write until the one after the last would have gone
    private long triedFor() {
        return millis(moments().firstWrite().orElseThrow(), moments().lastWrite().orElseThrow())
                + moments().shortestWrite().toMillis() + BACKOFF_MS;
    }

    private long sinceFirstWrite() {
        long end = attempt.run().endedAt();
        return millis(moments().firstWrite().orElse(end), end);
    }

    /** Returns in words how long it took to its end from its first request to write. */
    public String took() {
        return Math.round(sinceFirstWrite() / 100.0) / 10.0 + " s";
    }

    /** Returns how many orders were confirmed; it has ended. */
    public int confirmed() {
        if (confirmed < 0) {
            confirmed = Math.min(trial.evidence().records(topic.name()).size(), orders);
        }
        return confirmed;
    }

    /** Returns whether an order may have been given up on before its answer came: that it is there says nothing then. */
    public boolean wasAnsweredLate() {
        return confirmed() > 0 && latestAnswer() > giveUpAfter / 2;
    }

    /** Returns how many orders were not; it has ended. */
    int failed() {
        return orders - confirmed();
    }

    // since the program came to a broker
    private long latestAnswer() {
        return trial.evidence().batches(topic.name()).stream()
                .flatMap(batch -> attempt.traffic().confirmation(batch.partition(), batch.baseOffset()).stream())
                .mapToLong(Confirmation::nanoTime).map(at -> millis(moments().connected().orElseThrow(), at)).max()
                .orElse(Long.MAX_VALUE);
    }

    private Moments moments() {
        return attempt.traffic().moments();
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}

package workshop.check;

import java.time.Duration;
import java.util.List;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;

/**
 * Whether a program that reads a topic still gets anywhere, so that a check need not wait in vain. Seen by what it asks
 * of the brokers, and by what it costs the processor: a machine that is very busy makes a program slow, and neither
 * idle nor busy.
 */
public final class Headway {

    // so often a broker has nothing to give: about three seconds, as most programs ask it, and no less
    private static final int QUIET = 6;
    private static final Duration QUIET_FOR = Duration.ofSeconds(3);
    // the start of a JVM on a machine that is very busy
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration STANDSTILL = Duration.ofSeconds(20);
    private static final String FOR_GOOD = "MESSAGE_TOO_LARGE";
    private static final int OFTEN = 15;
    // more than a right program needs for all of its work, and all of that without a word to a broker
    private static final Duration TURNING_ON_THE_SPOT = Duration.ofSeconds(3);

    private final Attempt attempt;
    private final int enough;
    private List<Integer> written = List.of();
    private int emptyFetches;
    private List<Integer> asked = List.of();
    private long lastWrite;
    private long lastSign;
    private Duration cpu;

    /** Begins to watch a program. */
    public Headway(Attempt attempt, int partitions) {
        this.attempt = attempt;
        this.enough = QUIET * partitions;
        note();
    }

    /**
     * Returns whether nothing is to be expected of it any more: it has ended; it reads on, and for a while has neither
     * got a record nor written one; it asks nothing of any broker; or it asks again and again for what is refused for
     * good.
     */
    public boolean isOver() {
        note();
        return attempt.run().hasEnded() || isQuiet() || isStill() || isRefusedOften();
    }

    private boolean isQuiet() {
        return attempt.traffic().emptyFetches() - emptyFetches >= enough && since(lastWrite).compareTo(QUIET_FOR) > 0;
    }

    private boolean isRefusedOften() {
        return attempt.traffic().produced().stream().map(Produced::error).filter(FOR_GOOD::equals).count() > OFTEN;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private boolean isStill() {
        Duration still = since(lastSign);
        if (attempt.traffic().largestFetch() == 0) {
            return still.compareTo(TO_START) > 0;
        }
        return still.compareTo(STANDSTILL) > 0 || cpuTime().minus(cpu).compareTo(TURNING_ON_THE_SPOT) > 0;
    }

    private void note() {
        Traffic traffic = attempt.traffic();
        List<Integer> writes = List.of(traffic.writes(), traffic.produced().size());
        if (!writes.equals(written)) {
            written = writes;
            emptyFetches = traffic.emptyFetches();
            lastWrite = System.nanoTime();
        }
        // they are counted anew when a broker had records
        emptyFetches = Math.min(emptyFetches, traffic.emptyFetches());
        List<Integer> all = List.of(traffic.writes(), traffic.produced().size(), traffic.emptyFetches(),
                traffic.largestFetch());
        if (!all.equals(asked)) {
            asked = all;
            lastSign = System.nanoTime();
            cpu = cpuTime();
        }
    }

    private Duration cpuTime() {
        return attempt.run().cpuTime().orElse(Duration.ZERO);
    }
}

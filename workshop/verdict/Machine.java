package workshop.verdict;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import workshop.process.Background;
import workshop.process.DiskSpace;
import workshop.process.Pressure;

/**
 * The machine while a program is judged: it is asked before a fact is held against the program. A disk may be full for a moment
 * only, until the files of a program are gone: so it is looked at again and again.
 */
public final class Machine implements AutoCloseable {

    private static final long BETWEEN_LOOKS_MS = 100;
    // brokers that need a hundredth of a second have ten: with so many threads beside each of theirs they may not get it
    private static final double CROWD = 16;
    // eight programs that do nothing but write and sync on a machine whose cores are busy too; brokers that start make a tenth
    private static final double STALLED = 0.5;
    private static final String TOO_BUSY = " is too busy to tell a slow program from ";

    private final Supplier<Optional<String>> shortage;
    private final Supplier<Pressure> pressure;
    private final Pressure before;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(Background.threads("machine"));
    private String full = "";
    private Runnable whenFull = () -> { };

    /** Takes this machine, and looks at it from now on. */
    public Machine() {
        this(DiskSpace::shortage, Pressure::ofDisks);
    }

    /**
     * Takes a machine that tells of itself in another way.
     *
     * @param shortage returns what to say of a full disk, or nothing
     * @param pressure returns for how long tasks have waited for a disk so far
     */
    public Machine(Supplier<Optional<String>> shortage, Supplier<Pressure> pressure) {
        this.shortage = shortage;
        this.pressure = pressure;
        this.before = pressure.get();
        looks.scheduleWithFixedDelay(this::look, 0, BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Runnable now = () -> { };
        synchronized (this) {
            if (full.isEmpty()) {
                full = shortage.get().orElse("");
                now = full.isEmpty() ? now : whenFull;
            }
        }
        now.run();
    }

    /** Has something done, once, as soon as a look shows that the disk is full. */
    public void whenFull(Runnable action) {
        boolean already;
        synchronized (this) {
            whenFull = action;
            already = !full.isEmpty();
        }
        if (already) {
            action.run();
        }
    }

    /** Returns what to say of a disk that is full, or was in the meantime; an empty text where it was not. */
    public String shortage() {
        look();
        synchronized (this) {
            return full;
        }
    }

    /**
     * Returns what to say of a machine on which no program can be told to be slow, as others have its disk or its cores; an empty
     * text where it is none, or the system does not tell.
     *
     * @param starved whether the program itself has waited for a core during most of its time
     */
    public String crowd(boolean starved) {
        double stalled = pressure.get().shareSince(before).orElse(0);
        if (stalled > STALLED) {
            return String.format(Locale.ROOT, "the disk" + TOO_BUSY + "one that has to wait: during %.0f %% of "
                    + "the check something waited for it. Type the command again when it is not.", stalled * 100);
        }
        double waiting = threadsPerCore();
        return !starved && waiting <= CROWD ? "" : String.format(Locale.ROOT, "the machine" + TOO_BUSY + "a starved one: "
                + "%.0f threads wait for each of its cores. Type the command again when it is not.", waiting);
    }

    /** Returns whether a verdict's trouble is what {@link #crowd(boolean)} says. */
    public static boolean isCrowd(String trouble) {
        return trouble.contains(TOO_BUSY);
    }

    /** Returns whether so many threads wait for its cores now that no program can be told to be slow; false where the system does not tell. */
    public static boolean isCrowded() {
        return threadsPerCore() > CROWD;
    }

    private static double threadsPerCore() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system.getSystemLoadAverage() / system.getAvailableProcessors();
    }

    /** Looks no more; what was seen is kept. */
    @Override
    public void close() {
        looks.shutdownNow();
    }
}

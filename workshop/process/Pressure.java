package workshop.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long tasks of the machine could not go on so far, as they waited for a disk. Linux tells, in microseconds since its start
 * (Documentation/accounting/psi.rst).
 *
 * @param nanoTime the moment
 * @param stalled  for how many microseconds, or nothing where the system does not tell
 */
public record Pressure(long nanoTime, OptionalLong stalled) {

    private static final Path OF_DISKS = Path.of("/proc/pressure/io");
    private static final Pattern SOME = Pattern.compile("(?m)^some .*\\btotal=(\\d{1,18})$");

    /** Returns what the system tells now. */
    public static Pressure ofDisks() {
        return read(OF_DISKS);
    }

    /** Returns what a file tells that is written as Linux writes it. */
    public static Pressure read(Path file) {
        return new Pressure(System.nanoTime(), total(file));
    }

    private static OptionalLong total(Path file) {
        try {
            Matcher some = SOME.matcher(Files.readString(file));
            return some.find() ? OptionalLong.of(Long.parseLong(some.group(1))) : OptionalLong.empty();
        } catch (IOException systemDoesNotTell) {
            return OptionalLong.empty();
        }
    }

    /** Returns in which share of the time since an earlier moment, 0 to 1, a task waited for a disk; nothing where that is not told. */
    public OptionalDouble shareSince(Pressure earlier) {
        long nanos = nanoTime - earlier.nanoTime;
        if (nanos <= 0 || stalled.isEmpty() || earlier.stalled.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Math.min(1, (stalled.getAsLong() - earlier.stalled.getAsLong()) * 1000.0 / nanos));
    }
}

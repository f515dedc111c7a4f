package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a process has waited for a core, ready to run, as others had the cores. */
public final class CoreWait {

    private final ProcessHandle process;
    // by thread; one that has ended is no longer known
    private final Map<String, Duration> before;
    private Duration longest;

    private CoreWait(ProcessHandle process, Map<String, Duration> before) {
        this.process = process;
        this.before = before;
    }

    /** Returns the wait of a process since its start. */
    public static CoreWait sinceStart(ProcessHandle process) {
        return new CoreWait(process, Map.of());
    }

    /** Returns the wait of a process from now on. */
    public static CoreWait sinceNow(ProcessHandle process) {
        return new CoreWait(process, byThread(process));
    }

    /**
     * Returns how long the thread that has waited most has waited, as far as it was looked at by this method before it ended; nothing
     * where the system does not tell, or the process had ended before the first look. Linux tells, by the second figure of
     * {@code schedstat} (Documentation/scheduler/sched-stats.rst).
     */
    public synchronized Optional<Duration> longest() {
        byThread(process).forEach((thread, waited) -> {
            Duration since = waited.minus(before.getOrDefault(thread, Duration.ZERO));
            if (longest == null || since.compareTo(longest) > 0) {
                longest = since;
            }
        });
        return Optional.ofNullable(longest);
    }

    private static Map<String, Duration> byThread(ProcessHandle process) {
        Map<String, Duration> waits = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            threads.forEach(thread -> waited(thread.resolve("schedstat"))
                    .ifPresent(wait -> waits.put(thread.getFileName().toString(), wait)));
        } catch (IOException | UncheckedIOException systemDoesNotTell) {
            return waits;
        }
        return waits;
    }

    private static Optional<Duration> waited(Path schedstat) {
        try {
            return Optional.of(Duration.ofNanos(Long.parseLong(Files.readString(schedstat).strip().split(" ")[1])));
        } catch (IOException | RuntimeException ended) {
            return Optional.empty();
        }
    }
}

package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a process could not run when it was ready to, as others had the cores. */
public final class Starvation {

    private Starvation() {
    }

    /**
     * Returns how long the thread of a process that has waited most for a core has waited in all; nothing where the system does
     * not tell. Linux does, by the second figure of {@code schedstat} (Documentation/scheduler/sched-stats.rst).
     */
    public static Optional<Duration> longestWait(ProcessHandle process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.flatMap(thread -> waited(thread.resolve("schedstat")).stream()).max(Duration::compareTo);
        } catch (IOException | UncheckedIOException systemDoesNotTell) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> waited(Path schedstat) {
        try {
            return Optional.of(Duration.ofNanos(Long.parseLong(Files.readString(schedstat).strip().split(" ")[1])));
        } catch (IOException | RuntimeException ended) {
            return Optional.empty();
        }
    }
}

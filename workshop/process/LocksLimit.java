package workshop.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A number that a process hands on to all that it starts, whatever environment it gives them: the limit of file locks, which
 * Linux keeps and heeds no more (getrlimit(2)). Without root's rights it can be lowered, not raised: a process that sets a limit of
 * its own loses the number.
 */
final class LocksLimit {

    private static final boolean READABLE = Files.isReadable(Path.of("/proc/self/limits"));
    private static final Optional<Path> PRLIMIT = READABLE ? CommandPath.find("prlimit", System.getenv("PATH"))
            : Optional.empty();

    // where it is on every Linux, whatever PATH says
    private static final Path SHELL = Path.of("/bin/sh");

    private LocksLimit() {
    }

    /** Returns what to put before a command line, so that its process has the number of a mark; nothing but on Linux. */
    static List<String> prefix(String mark) {
        if (!READABLE) {
            return List.of();
        }
        long number = number(mark);
        return PRLIMIT.map(command -> List.of(command.toString(), "--locks=" + number + ":" + number)).orElseGet(() -> byShell(number));
    }

    // the letter differs from shell to shell, and one that knows neither runs the command all the same
    private static List<String> byShell(long number) {
        return !Files.isExecutable(SHELL) ? List.of() : List.of(SHELL.toString(), "-c",
                "{ ulimit -w " + number + " || ulimit -x " + number + "; } 2>/dev/null; exec \"$@\"", "sh");
    }

    /** Returns whether the text of a process's {@code limits} has the number of a mark. */
    static boolean isIn(String limits, String mark) {
        return limits.lines().filter(line -> line.startsWith("Max file locks"))
                .anyMatch(line -> line.contains(" " + number(mark) + " "));
    }

    // of so many digits that nobody sets it by chance, and that every shell can read it
    private static long number(String mark) {
        return UUID.nameUUIDFromBytes(mark.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits() >>> 2 | 1L << 60;
    }
}

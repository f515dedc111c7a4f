package workshop.selftest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process by its files, for tests. */
final class Procfs {

    // after the name
    private static final int SESSION = 3;

    private Procfs() {
    }

    /**
     * Returns the words of a process's command line, as any system tells them: what {@link ProcessHandle} knows of Linux ends with the
     * first page, and of a longer one, as that of brokers is, it tells none. None where the process has ended.
     */
    static List<String> words(ProcessHandle process) {
        Path file = Path.of("/proc/" + process.pid() + "/cmdline");
        try {
            return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException otherSystem) {
            return process.info().arguments().map(List::of).orElse(List.of());
        }
    }

    /** Returns the id of a process's session, which is that of the process that leads it. */
    static long session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        // the name may have any letter
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SESSION]);
    }
}

package workshop.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Some threads of a program, and which of them came to their end before the program did: its JVM logs each thread that ends, and
 * none that it merely leaves behind. The system tells the names of those that run; Linux does.
 */
final class NotedThreads {

    private static final String LOG = "threads.log";
    private static final Pattern EXIT = Pattern.compile("JavaThread exiting \\(.*?tid: (\\d+)");

    private final Path threads;
    private final Path log;
    private final Set<Long> noted = ConcurrentHashMap.newKeySet();

    /** Takes the process of a program and the folder in which it runs. */
    NotedThreads(long process, Path folder) {
        this.threads = tasks(String.valueOf(process));
        this.log = folder.resolve(LOG);
    }

    /** Returns what has the JVM of a program in a folder log its threads; nothing where the system does not tell their names. */
    static List<String> options(Path folder) {
        return Files.isDirectory(tasks("self")) ? List.of("-Xlog:os+thread=info:file=" + folder.resolve(LOG) + ":none") : List.of();
    }

    private static Path tasks(String process) {
        return Path.of("/proc", process, "task");
    }

    /** Notes the threads that run now and whose names begin so. */
    void note(String name) {
        if (!Files.exists(log)) {
            return;
        }
        try (Stream<Path> all = Files.list(threads)) {
            all.filter(thread -> name(thread).startsWith(name))
                    .forEach(thread -> noted.add(Long.parseLong(thread.getFileName().toString())));
        } catch (IOException | UncheckedIOException ended) {
            // nobody asks for the threads of one that is killed
            return;
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException ended) {
            return "";
        }
    }

    /** Reads which have come to their end; the program has ended, and the log may go. */
    void end() {
        if (noted.isEmpty()) {
            return;
        }
        try (Stream<String> lines = Files.lines(log)) {
            lines.flatMap(line -> EXIT.matcher(line).results()).forEach(exit -> noted.remove(Long.parseLong(exit.group(1))));
        } catch (IOException | UncheckedIOException cannotBeRead) {
            noted.clear();
        }
    }

    /** Returns how many of the noted ones have not come to their end. */
    int endless() {
        return noted.size();
    }
}

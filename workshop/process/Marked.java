package workshop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Processes that carry a mark in their environment, as all do that a marked one has started, even those that have outlived it
 * and are no longer its children. Only Linux tells a process's environment by a file; elsewhere none are found.
 */
public final class Marked {

    /** The environment variable that holds the mark. */
    public static final String VARIABLE = "THREE_BROKERS_RUN";

    private Marked() {
    }

    /** Returns the processes that run now with this mark. */
    public static List<ProcessHandle> by(String mark) {
        String entry = VARIABLE + "=" + mark;
        return ProcessHandle.allProcesses().filter(process -> carries(process.pid(), entry)).toList();
    }

    private static boolean carries(long pid, String entry) {
        try {
            String environment = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0")).contains(entry);
        } catch (IOException notOurs) {
            return false;
        }
    }

    /** Returns what a process is called: {@code sleep (process 123)}. */
    public static String name(ProcessHandle process) {
        return process.info().command().map(command -> Path.of(command).getFileName() + " ").orElse("")
                + "(process " + process.pid() + ")";
    }
}

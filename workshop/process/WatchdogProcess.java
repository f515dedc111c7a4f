package workshop.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The {@link Watchdog} of this process, as this process has it. */
final class WatchdogProcess {

    // less than what a check waits for a program
    private static final int STOPPED_AT_MOST_MS = Integer.getInteger("workshop.stopped.ms", 5000);
    private static final int END_S = 10;

    private final Process process;
    private final PrintStream words;

    /**
     * Starts it, in a session of its own: what kills the process group of this process must leave it.
     *
     * @throws UncheckedIOException where it cannot be started
     */
    WatchdogProcess() {
        try {
            process = Child.start(new ProcessBuilder(Java.ownCommand("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx16m",
                    "-cp", Java.ownJar(), Watchdog.class.getName(), String.valueOf(ProcessHandle.current().pid()),
                    String.valueOf(STOPPED_AT_MOST_MS))).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD), OwnSession.prefix());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + Java.executable() + ": " + e.getMessage(), e);
        }
        words = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Tells it a line. */
    void tell(String line) {
        words.println(line);
    }

    /** Has it remove what is still there; waits until it has, so that the shell's prompt comes back then. */
    void end() {
        words.close();
        try {
            process.waitFor(END_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

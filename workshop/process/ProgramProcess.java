package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The process of a program that may do anything: start others that outlive it, or stop the process that started it, which is
 * this one.
 *
 * @param process the process
 * @param folder  one that {@link Owned#folder()} made, which is its own; by its path {@link Marked} finds what it starts
 */
public record ProgramProcess(Process process, Path folder) {

    private static final Duration KILLED = Duration.ofSeconds(5);
    private static final String CAUGHT = "SigCgt:";
    private static final long SIGQUIT = 1 << 2;

    /**
     * Starts it, as {@link Owned#start} does.
     *
     * @throws IOException where the command cannot be started
     */
    public static ProgramProcess start(ProcessBuilder command, Path folder) throws IOException {
        String mark = folder.toString();
        command.environment().put(Marked.VARIABLE, mark);
        List<String> prefix = new ArrayList<>(OwnSession.prefix());
        prefix.addAll(LocksLimit.prefix(mark));
        // told before, as it may stop this process at once
        Owned.tell("mark " + mark);
        Process process = Owned.start(command, prefix);
        Owned.tell("program " + process.pid() + " " + mark);
        return new ProgramProcess(process, folder);
    }

    /** Returns whether it stopped this process (SIGSTOP) and was killed for it, by the {@link Watchdog}. */
    public boolean hadStoppedThisOne() {
        return StoppedOwner.tells(folder);
    }

    /**
     * Has its JVM print what each thread is doing, as it does at SIGQUIT, and returns whether the system has that signal. Nothing is
     * asked of a process that would end by it: a JVM that has just begun, or one with {@code -Xrs}. Linux tells that.
     */
    public boolean askForThreads() {
        if (!catchesSigquit()) {
            return false;
        }
        try {
            // the shell's own kill: not every system has the command
            return new ProcessBuilder("sh", "-c", "kill -QUIT " + process.pid()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // the signals that a process handles itself, a bit each (proc(5))
    private boolean catchesSigquit() {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return status.filter(line -> line.startsWith(CAUGHT)).map(line -> line.substring(CAUGHT.length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGQUIT) != 0);
        } catch (IOException | UncheckedIOException systemDoesNotTell) {
            return process.isAlive();
        }
    }

    /**
     * Kills what it has left behind when it has ended, and returns what that is called; nothing of it runs when this returns, as
     * far as {@link Marked} finds it.
     */
    public List<String> killLeftBehind() {
        Map<Long, String> names = new LinkedHashMap<>();
        long start = System.nanoTime();
        List<ProcessHandle> left = Marked.by(folder.toString());
        // one that starts others as it is killed has to be met more than once
        while (!left.isEmpty() && System.nanoTime() - start < KILLED.toNanos()) {
            left.forEach(found -> names.putIfAbsent(found.pid(), Marked.name(found)));
            left.forEach(ProcessHandle::destroyForcibly);
            left = Marked.by(folder.toString());
        }
        if (left.isEmpty()) {
            Owned.tell("unmark " + folder);
        }
        return List.copyOf(names.values());
    }
}

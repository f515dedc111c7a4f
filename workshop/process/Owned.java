package workshop.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What this process owns and nobody may find after it has ended: child processes and temporary folders. They go when it
 * ends, after Ctrl-C too; should it be killed, its {@link Watchdog} removes them.
 */
public final class Owned {

    private static final List<String> JVM_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final Deque<Runnable> AT_EXIT = new ArrayDeque<>();
    private static Process watchdog;
    private static PrintStream words;
    private static Path root;
    private static int folders;
    private static volatile boolean ending;

    private Owned() {
    }

    /**
     * Begins to watch over what this process owns, and has libraries keep their temporary files where this process keeps
     * its own.
     */
    public static void begin() {
        synchronized (Owned.class) {
            watch();
        }
    }

    /**
     * Starts a process that does not outlive this one.
     *
     * @throws IOException where the command cannot be started
     */
    public static Process start(ProcessBuilder command) throws IOException {
        synchronized (Owned.class) {
            watch();
            refuseWhenEnding();
            // a JVM that is told of options there says so on standard error, and may not start with ours besides
            JVM_OPTIONS.forEach(command.environment()::remove);
            Process process = command.start();
            tell("process " + process.pid());
            process.onExit().thenRun(() -> tell("ended " + process.pid()));
            return process;
        }
    }

    /** Returns a new temporary folder that does not outlive this process. */
    public static Path folder() {
        synchronized (Owned.class) {
            watch();
            refuseWhenEnding();
            try {
                return Files.createDirectory(root.resolve(String.valueOf(++folders)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make a folder in " + root + ": " + e.getMessage(), e);
            }
        }
    }

    /** Has a file deleted when this process ends, should it be killed too. */
    public static void file(Path file) {
        synchronized (Owned.class) {
            watch();
            tell("file " + file);
            atExit(() -> delete(file));
        }
    }

    /** Deletes a folder that {@link #folder()} made, as far as that is possible now; the rest goes with this process. */
    public static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException inUse) {
            return;
        }
    }

    /** Kills a process with its children; they are gone when this returns. */
    public static void kill(Process process) {
        Watchdog.kill(process.toHandle());
    }

    /**
     * Has commands run, one after the other, when this process has ended, should it be killed too. What they say is lost, and
     * so is that they fail.
     *
     * @return what calls them off
     */
    public static Runnable afterwards(List<List<String>> commands) {
        synchronized (Owned.class) {
            watch();
            refuseWhenEnding();
            String name = "afterwards-" + ++folders;
            commands.forEach(command -> tell("command " + name + "\t" + String.join("\t", command)));
            return () -> tell("forget " + name);
        }
    }

    /** Has something done when this process ends, whatever ends it but a kill; the last one told is done first. */
    public static void atExit(Runnable action) {
        synchronized (Owned.class) {
            watch();
            AT_EXIT.push(action);
        }
    }

    private static void watch() {
        if (watchdog != null) {
            return;
        }
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        Folders.sweep(temp);
        root = Folders.create(temp);
        // native libraries unpack themselves there; they are to go with the rest
        System.setProperty("java.io.tmpdir", root.toString());
        try {
            ProcessBuilder command = new ProcessBuilder(Java.command("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx16m",
                    "-cp", Java.ownJar(), Watchdog.class.getName()));
            JVM_OPTIONS.forEach(command.environment()::remove);
            watchdog = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + Java.executable(), e);
        }
        words = new PrintStream(watchdog.getOutputStream(), true, StandardCharsets.UTF_8);
        tell("file " + root);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Owned::end, "clean-up"));
        } catch (IllegalStateException afterCtrlC) {
            // this process ends before it has begun: the watchdog removes what there is
            ending = true;
        }
    }

    private static void tell(String line) {
        words.println(line);
    }

    /** Returns whether this process is ending: what fails from now on is no news. */
    public static boolean isEnding() {
        return ending;
    }

    // after the end nobody would remove it
    private static void refuseWhenEnding() {
        if (ending) {
            throw new IllegalStateException("this process is ending");
        }
    }

    private static void end() {
        synchronized (Owned.class) {
            ending = true;
        }
        while (true) {
            Runnable next;
            synchronized (Owned.class) {
                next = AT_EXIT.poll();
            }
            if (next == null) {
                break;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                // the watchdog removes what this one could not
                continue;
            }
        }
        // what is still there the watchdog removes now, and the shell's prompt comes back when it has
        words.close();
        try {
            watchdog.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

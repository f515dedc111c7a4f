package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What this process owns and nobody may find after it has ended: child processes and temporary folders. They go when it
 * ends, after Ctrl-C too; should it be killed, its {@link Watchdog} removes them.
 */
public final class Owned {

    private static final Deque<Runnable> AT_EXIT = new ArrayDeque<>();
    private static WatchdogProcess watchdog;
    private static Path root;
    private static int folders;
    private static volatile boolean ending;

    private Owned() {
    }

    /**
     * Begins to watch over what this process owns, and has libraries keep their temporary files where this process keeps
     * its own.
     *
     * @throws UncheckedIOException where there is no folder for temporary files; the message says what to do
     */
    public static void begin() {
        synchronized (Owned.class) {
            watch();
        }
    }

    /**
     * Starts a process that does not outlive this one, in a session of its own where the system has such: Ctrl-C at the terminal
     * does not reach it.
     *
     * @throws IOException where the command cannot be started
     */
    public static Process start(ProcessBuilder command) throws IOException {
        return start(command, OwnSession.prefix());
    }

    /**
     * Starts a process that does not outlive this one and has the terminal together with it: what is typed there, and Ctrl-C,
     * reaches both.
     *
     * @throws IOException where the command cannot be started
     */
    public static Process startAttached(ProcessBuilder command) throws IOException {
        return start(command, List.of());
    }

    static Process start(ProcessBuilder command, List<String> prefix) throws IOException {
        synchronized (Owned.class) {
            watch();
            refuseWhenEnding();
            Process process = Child.start(command, prefix);
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

    /**
     * Has a file deleted when this process ends, should it be killed too.
     *
     * @return what calls that off: the file is gone, or has come to stay
     */
    public static Runnable file(Path file) {
        synchronized (Owned.class) {
            watch();
            tell("file " + file);
            Runnable callOff = atExit(() -> delete(file));
            return () -> {
                callOff.run();
                tell("keep " + file);
            };
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

    /**
     * Has something done when this process ends, whatever ends it but a kill; the last one told is done first.
     *
     * @return what calls it off
     */
    public static Runnable atExit(Runnable action) {
        synchronized (Owned.class) {
            watch();
            AT_EXIT.push(action);
        }
        return () -> {
            synchronized (Owned.class) {
                AT_EXIT.remove(action);
            }
        };
    }

    private static void watch() {
        if (watchdog != null) {
            return;
        }
        Path temp = Folders.temp();
        Folders.sweep(temp);
        root = Folders.create(temp);
        // native libraries unpack themselves there; they are to go with the rest
        System.setProperty("java.io.tmpdir", root.toString());
        watchdog = new WatchdogProcess();
        tell("file " + root);
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Owned::end, "clean-up"));
        } catch (IllegalStateException afterCtrlC) {
            // this process ends before it has begun: the watchdog removes what there is
            ending = true;
        }
        new Suspension(Owned::tell).listen();
    }

    static void tell(String line) {
        watchdog.tell(line);
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
        watchdog.end();
    }
}

package workshop.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the watchdog does about an owner that a program has stopped (SIGSTOP), which would wait for ever: it kills the programs
 * that are judged, leaves a word about each, and has the owner continue. An owner that its user suspends has said so before, and
 * is let be; so is one that judges no program. A program that stops the watchdog too is not found out.
 */
final class StoppedOwner {

    private static final int LOOKS = 5;
    private static final String WORD = ".stopped-its-owner";

    private final long owner;
    private final Duration patience;
    private final Map<Path, Optional<ProcessHandle>> programs = new ConcurrentHashMap<>();
    private volatile boolean suspended;

    /**
     * Takes what to look after.
     *
     * @param owner    the id of the process
     * @param patience how long it may be stopped
     */
    StoppedOwner(long owner, Duration patience) {
        this.owner = owner;
        this.patience = patience;
    }

    /** Hears that the owner is about to start a program, which has a folder of its own, by which it is marked. */
    void judges(Path folder) {
        programs.put(folder, Optional.empty());
    }

    /** Hears which process that is. */
    void judges(Path folder, long program) {
        programs.put(folder, ProcessHandle.of(program));
    }

    /** Hears that nothing runs any more of a program. */
    void isThrough(Path folder) {
        programs.remove(folder);
    }

    /** Returns the folders of the programs of which something may still run. */
    Set<Path> programs() {
        return programs.keySet();
    }

    /** Hears whether the owner is suspended by its user from now on. */
    void suspended(boolean byItsUser) {
        suspended = byItsUser;
    }

    /** Returns whether the program with this folder was killed for having stopped its owner. */
    static boolean tells(Path folder) {
        return Files.exists(word(folder));
    }

    private static Path word(Path folder) {
        return folder.resolveSibling(folder.getFileName() + WORD);
    }

    /** Looks after the owner until this thread is interrupted. */
    void watch() {
        long since = System.nanoTime();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(patience.toNanos() / LOOKS);
                if (programs.isEmpty() || suspended || !isStopped()) {
                    since = System.nanoTime();
                } else if (System.nanoTime() - since >= patience.toNanos()) {
                    programs.forEach(StoppedOwner::kill);
                    // the shell's own kill: not every system has the command
                    Shell.run("kill -CONT " + owner);
                    since = System.nanoTime();
                }
            }
        } catch (IOException e) {
            // it has ended, or this is Windows, where no process can be stopped so
            return;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void kill(Path folder, Optional<ProcessHandle> program) {
        try {
            // before the owner can see that the program has ended
            Files.createFile(word(folder));
        } catch (FileAlreadyExistsException saidBefore) {
            // and still it runs
        } catch (IOException fullDisk) {
            // it will look as if somebody else had killed it
        }
        // not waited for: they stay in the system's books until the owner goes on
        Stream.concat(program.stream().flatMap(process -> Stream.concat(Stream.of(process), process.descendants())),
                Marked.by(folder.toString()).stream()).toList().forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isStopped() throws IOException {
        if (Files.isDirectory(Path.of("/proc/self"))) {
            String stat = Files.readString(Path.of("/proc/" + owner + "/stat"), StandardCharsets.ISO_8859_1);
            // the name before it may have any letter
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        }
        return Shell.answer("ps", "-o", "state=", "-p", String.valueOf(owner)).startsWith("T");
    }
}

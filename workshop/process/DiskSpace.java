package workshop.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether there is room on the disk where programs and brokers write: in this process's temporary folder. */
public final class DiskSpace {

    private static final long MB = 1 << 20;
    // a file or an index that a broker makes is not larger; with less the next write of anybody may fail
    private static final long FULL = 16 * MB;
    // three brokers hold 30 MB during a check, and a program that floods its output writes some tens until it is ended
    private static final long BROKERS = 100 * MB;

    private DiskSpace() {
    }

    /** Returns what to tell a person where the disk is full (less than 16 MB are usable), with the folder and what to do. */
    public static Optional<String> shortage() {
        return below(FULL, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Returns what to tell a person where there is no room for brokers that are to start: 100 MB. */
    public static Optional<String> shortageForBrokers() {
        return below(BROKERS, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Returns what to tell a person where fewer bytes than these are usable in a folder, or the folder cannot be asked. */
    static Optional<String> below(long bytes, Path folder) {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            return usable >= bytes ? Optional.empty() : Optional.of("the disk is full: " + usable / MB + " MB are free for "
                    + folder + ", of " + bytes / MB + " that are needed. Make room there, or name another folder in the variable TMPDIR.");
        } catch (IOException e) {
            return Optional.of("the folder " + folder + " cannot be used: " + e.getMessage()
                    + ". Name another one in the variable TMPDIR.");
        }
    }
}

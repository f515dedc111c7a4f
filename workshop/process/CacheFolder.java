package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.launcher.CacheLocation;

/**
 * The folder that outlives a run: class-data archives, and where a playground says that it is there. All works without it, only
 * slower.
 */
public final class CacheFolder {

    // the archives of one build are half of it, those of the next one may come before they go
    private static final long LIMIT = 200 << 20;
    private static final Pattern ARCHIVE = Pattern.compile("[a-z]+-[0-9a-f]{16}\\.(jsa|aot)");
    private static final Pattern UNFINISHED = Pattern.compile("unfinished.*\\.(jsa|aot|jar)");
    // an archive is made in a minute at most
    private static final Duration LEFT = Duration.ofHours(1);
    private static Path instead;

    private CacheFolder() {
    }

    /**
     * Returns the folder, made if it was not there: {@code THREE_BROKERS_CACHE}, else where the system keeps a user's
     * caches. The launcher keeps JBang in the same one. Where it cannot be made or written to, it is a temporary folder, which
     * goes with this process.
     */
    public static synchronized Path path() {
        Path chosen = CacheLocation.path();
        if (isUsable(chosen)) {
            return chosen;
        }
        if (instead == null) {
            instead = Owned.folder();
        }
        return instead;
    }

    /** Returns whether the folder is there, or can be made, and can be written to. */
    static boolean isUsable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException cannotBeMade) {
            return false;
        }
    }

    /**
     * Keeps the folder below 200 MB, as far as archives make it larger: those go that were not used for longest. One that a JVM
     * has in use may go too: the JVM keeps what it has opened, and the next one does without it.
     *
     * @param made the archive that was made just now, which stays
     */
    static void limit(Path made) {
        limit(made, LIMIT);
    }

    /** Does what {@link #limit(Path)} does, with another limit, in bytes. */
    public static void limit(Path made, long bytes) {
        try (Stream<Path> files = Files.walk(made.getParent())) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            long now = System.currentTimeMillis();
            long total = 0;
            for (Path file : all) {
                boolean left = UNFINISHED.matcher(name(file)).matches() && now - modified(file) > LEFT.toMillis();
                total += left && Files.deleteIfExists(file) ? 0 : size(file);
            }
            List<Path> longestUnused = all.stream().filter(file -> ARCHIVE.matcher(name(file)).matches() && !file.equals(made))
                    .sorted(Comparator.comparingLong(CacheFolder::modified)).toList();
            for (Path archive : longestUnused) {
                if (total <= bytes) {
                    return;
                }
                total -= size(archive);
                Files.deleteIfExists(archive);
            }
        } catch (IOException | UncheckedIOException inUse) {
            // Windows deletes nothing that is open; the next archive is another occasion
            return;
        }
    }

    /** Notes that an archive is used now. */
    static void used(Path archive) {
        try {
            if (System.currentTimeMillis() - modified(archive) > LEFT.toMillis()) {
                Files.setLastModifiedTime(archive, FileTime.fromMillis(System.currentTimeMillis()));
            }
        } catch (IOException readOnly) {
            // a folder that this one cannot clear either
            return;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}

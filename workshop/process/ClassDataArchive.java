package workshop.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import workshop.launcher.CacheLocation;

/**
 * An archive of loaded classes for one class path on one Java: it saves about half of what it costs to start a JVM that
 * loads thousands of classes. It is made once, from what a run of such a JVM noted, and kept in the {@link CacheFolder}. Where it
 * cannot be made, all works without, only slower.
 */
public final class ClassDataArchive {

    // the largest takes 64 MB
    private static final long ROOM = 100 << 20;

    private final ArchiveFormat format;
    private final String javaExecutable;
    private final String classPath;
    private final Path file;
    private Path notes;

    /**
     * Names the archive of a class path, in the format that every Java knows; makes nothing yet.
     *
     * @param name           what it is for, a part of its file's name
     * @param javaExecutable the Java that runs with it
     * @param classPath      the class path, or the part that class paths have in common at their beginning
     */
    public ClassDataArchive(String name, String javaExecutable, String classPath) {
        this(ArchiveFormat.CLASS_DATA, name, javaExecutable, classPath);
    }

    /** Names the archive of a class path in a format that its Java knows; makes nothing yet. */
    public ClassDataArchive(ArchiveFormat format, String name, String javaExecutable, String classPath) {
        this.format = format;
        this.javaExecutable = javaExecutable;
        this.classPath = classPath;
        this.file = CacheLocation.path().resolve(name + "-" + fingerprint(javaExecutable, classPath) + format.suffix());
    }

    /** Returns whether the archive is there. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Returns the options for a JVM: to use the archive where it is there, else to note which classes it loads, if one can be made. */
    public List<String> options() {
        if (exists()) {
            CacheFolder.used(file);
            return format.use(file);
        }
        if (!canBeMade()) {
            return List.of();
        }
        notes = Owned.folder().resolve("classes");
        return format.note(notes);
    }

    /** Returns whether there is a folder to make it in, with room. */
    public boolean canBeMade() {
        return CacheFolder.isUsable(file.getParent()) && DiskSpace.below(ROOM, file.getParent()).isEmpty();
    }

    /** Returns whether {@link #make()} has something to do, which takes a few seconds. */
    public boolean isToBeMade() {
        return notes != null && !exists();
    }

    /**
     * Makes the archive from what the JVM noted that ran with {@link #options()}, and has older ones go from the cache folder;
     * does nothing where it is there, or cannot be made.
     */
    public void make() {
        if (!isToBeMade()) {
            return;
        }
        try {
            Path unfinished = Files.createTempFile(file.getParent(), "unfinished", format.suffix());
            Files.delete(unfinished);
            Runnable moved = Owned.file(unfinished);
            try {
                dump(unfinished);
            } finally {
                Files.deleteIfExists(unfinished);
                moved.run();
            }
        } catch (IOException fullOrReadOnly) {
            // slower starts are no reason to fail
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Owned.delete(notes.getParent());
            notes = null;
        }
    }

    private void dump(Path unfinished) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(format.make(notes, unfinished));
        options.addAll(List.of("-cp", classPath));
        Process dump = Owned.start(new ProcessBuilder(Java.command(javaExecutable, options))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
        if (dump.waitFor(60, TimeUnit.SECONDS) && dump.exitValue() == 0) {
            publish(unfinished);
            CacheFolder.limit(file);
        } else {
            Owned.kill(dump);
        }
    }

    private void publish(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String fingerprint(String javaExecutable, String classPath) {
        StringBuilder described = new StringBuilder(javaExecutable);
        // an update of Java in place makes another archive
        described.append(modified(Path.of(javaExecutable)));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            described.append('\n').append(path).append(modified(path));
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(described.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String modified(Path path) {
        try {
            return Files.getLastModifiedTime(path.toRealPath()).toString();
        } catch (IOException notThere) {
            return "";
        }
    }
}

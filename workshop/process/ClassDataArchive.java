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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class-data archive (JEP 350) for one class path on one Java: it saves about half of what it costs to start a JVM that
 * loads thousands of classes. It is made once, from the list of classes that a run of such a JVM loaded, and kept in the
 * {@link CacheFolder}. Where it cannot be made, all works without, only slower.
 */
public final class ClassDataArchive {

    private static final List<String> QUIET = List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:class+path=off");

    private final String javaExecutable;
    private final String classPath;
    private final Path file;
    private Path classList;

    /**
     * Names the archive of a class path; makes nothing yet.
     *
     * @param name           what it is for, a part of its file's name
     * @param javaExecutable the Java that runs with it
     * @param classPath      the class path, or the part that class paths have in common at their beginning
     * @throws IOException where there is no cache folder
     */
    public ClassDataArchive(String name, String javaExecutable, String classPath) throws IOException {
        this.javaExecutable = javaExecutable;
        this.classPath = classPath;
        this.file = CacheFolder.path().resolve(name + "-" + fingerprint(javaExecutable, classPath) + ".jsa");
    }

    /** Returns whether the archive is there. */
    public boolean exists() {
        return Files.exists(file);
    }

    /** Returns the options for a JVM: to use the archive where it is there, else to note which classes it loads. */
    public List<String> options() {
        if (exists()) {
            return List.of("-XX:SharedArchiveFile=" + file, QUIET.get(0), QUIET.get(1), QUIET.get(2));
        }
        classList = Owned.folder().resolve("classes");
        return List.of("-XX:DumpLoadedClassList=" + classList, "-Xshare:auto");
    }

    /** Makes the archive from what the JVM noted that ran with {@link #options()}; does nothing where it is there. */
    public void make() throws IOException {
        if (classList == null || exists()) {
            return;
        }
        System.err.println("Preparing faster starts, once: a few seconds…");
        Path unfinished = Files.createTempFile(file.getParent(), "unfinished", ".jsa");
        Files.delete(unfinished);
        Owned.file(unfinished);
        try {
            Process dump = Owned.start(new ProcessBuilder(Java.command(javaExecutable, List.of("-Xshare:dump",
                    "-XX:SharedClassListFile=" + classList, "-XX:SharedArchiveFile=" + unfinished, "-cp", classPath)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
            if (dump.waitFor(60, TimeUnit.SECONDS) && dump.exitValue() == 0) {
                publish(unfinished);
            } else {
                Owned.kill(dump);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.deleteIfExists(unfinished);
            Owned.delete(classList.getParent());
            classList = null;
        }
    }

    private void publish(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String fingerprint(String javaExecutable, String classPath) throws IOException {
        StringBuilder described = new StringBuilder(javaExecutable);
        // an update of Java in place makes another archive
        described.append(Files.getLastModifiedTime(Path.of(javaExecutable).toRealPath()));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            described.append('\n').append(path).append(Files.exists(path) ? Files.getLastModifiedTime(path) : "");
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(described.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

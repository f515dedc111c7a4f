package workshop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Temporary folders whose names say which process they belong to. */
final class Folders {

    private static final String PREFIX = "three-brokers-";

    private Folders() {
    }

    /**
     * Returns the folder for temporary files: what {@code -Djava.io.tmpdir} says, else the variable {@code TMPDIR}, else the
     * system's. Java itself heeds {@code TMPDIR} on no system.
     */
    static Path temp() {
        String named = System.getenv("TMPDIR");
        String property = System.getProperty("java.io.tmpdir");
        boolean heeded = named != null && !named.isBlank() && !System.getProperty("os.name").startsWith("Windows")
                && !isOption("-Djava.io.tmpdir=");
        return Path.of(heeded ? named : property).toAbsolutePath();
    }

    private static boolean isOption(String beginning) {
        return Stream.of(ProcessHandle.current().info().arguments().orElse(new String[0]))
                .anyMatch(argument -> argument.startsWith(beginning));
    }

    /**
     * Makes a folder that carries this process' id in its name and that nobody else can enter.
     *
     * @throws UncheckedIOException where it cannot be made; the message says what to do
     */
    static Path create(Path temp) {
        Path folder = temp.resolve(PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            if (Files.getFileStore(temp).supportsFileAttributeView(PosixFileAttributeView.class)) {
                return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")));
            }
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder in " + temp + " (" + reason(e)
                    + "). Make room there, or name another folder in the variable TMPDIR.", e);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof NoSuchFileException ? "there is no such folder"
                : failure instanceof AccessDeniedException ? "it may not be written to"
                : failure instanceof FileSystemException file && file.getReason() != null ? file.getReason() : failure.getMessage();
    }

    /** Deletes what processes left that no longer run: both they and their watchdog were killed. */
    static void sweep(Path temp) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temp, PREFIX + "*")) {
            for (Path folder : left) {
                if (!ownerRuns(folder)) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            // a folder of somebody else's, or swept by another process at the same time: none of this run's business
            return;
        }
    }

    private static boolean ownerRuns(Path folder) {
        String pid = folder.getFileName().toString().substring(PREFIX.length()).split("-")[0];
        return !pid.chars().allMatch(Character::isDigit) || pid.isEmpty()
                || ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /**
     * Deletes a file, or a folder with all that is in it; one that is not there is fine.
     *
     * @throws IOException where something in it cannot be deleted
     */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // gone between listing and visiting
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

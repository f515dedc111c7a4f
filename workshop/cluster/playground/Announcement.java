package workshop.cluster.playground;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import workshop.process.Owned;

/**
 * How a check finds the playground of the same user: a file in the cache folder, which nobody else can read. Each playground has
 * one of its own name, so that none takes away another's.
 *
 * @param pid   the process that runs the playground
 * @param port  where it takes commands, on loopback
 * @param token what a connection has to begin with
 */
record Announcement(long pid, int port, String token) {

    private static final String PREFIX = "playground-";

    /** Writes the file into a folder and returns it; it goes with this process, if not before. */
    Path publish(Path folder) throws IOException {
        Path unfinished = Files.createTempFile(folder, "unfinished-" + PREFIX, "");
        Files.writeString(unfinished, "pid=" + pid + "\nport=" + port + "\ntoken=" + token + "\n");
        Path file = folder.resolve(PREFIX + pid + "-" + port);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        Owned.file(file);
        return file;
    }

    /** Reads the files in a folder whose processes run, the newest first; another process may have the id by now. */
    static List<Announcement> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparingLong(Announcement::written).reversed())
                    .flatMap(file -> read(file).stream())
                    .filter(found -> ProcessHandle.of(found.pid()).isPresent()).toList();
        } catch (IOException | UncheckedIOException cannotBeListed) {
            return List.of();
        }
    }

    private static long written(Path file) {
        return file.toFile().lastModified();
    }

    private static Optional<Announcement> read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
            return Optional.of(new Announcement(Long.parseLong(properties.getProperty("pid")),
                    Integer.parseInt(properties.getProperty("port")), properties.getProperty("token")));
        } catch (IOException | IllegalArgumentException goneOrDamaged) {
            return Optional.empty();
        }
    }
}

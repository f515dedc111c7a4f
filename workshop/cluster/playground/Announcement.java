package workshop.cluster.playground;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import workshop.process.Owned;

/**
 * How a check finds the playground of the same user: a file in the cache folder, which nobody else can read.
 *
 * @param pid   the process that runs the playground
 * @param port  where it takes commands, on loopback
 * @param token what a command has to begin with
 */
record Announcement(long pid, int port, String token) {

    private static final String FILE = "playground";

    /** Writes the file into a folder; it goes with this process. */
    void publish(Path folder) throws IOException {
        Path unfinished = Files.createTempFile(folder, "playground", "");
        Files.writeString(unfinished, "pid=" + pid + "\nport=" + port + "\ntoken=" + token + "\n");
        Files.move(unfinished, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
        Owned.file(folder.resolve(FILE));
    }

    /** Reads the file in a folder, where there is one and the process that wrote it runs. */
    static Optional<Announcement> find(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Properties properties = new Properties();
        try (Reader reader = new StringReader(Files.readString(file))) {
            properties.load(reader);
            Announcement found = new Announcement(Long.parseLong(properties.getProperty("pid")),
                    Integer.parseInt(properties.getProperty("port")), properties.getProperty("token"));
            return ProcessHandle.of(found.pid()).map(process -> found);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (NumberFormatException damaged) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
    }
}

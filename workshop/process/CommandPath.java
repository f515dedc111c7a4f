package workshop.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands that a system may have, looked up without starting one. */
final class CommandPath {

    private CommandPath() {
    }

    /** Returns the first file of this name that can be executed in the folders of a {@code PATH}. */
    static Optional<Path> find(String name, String path) {
        return path == null ? Optional.empty() : Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty()).flatMap(folder -> file(folder, name).stream())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }

    /** Returns whether the system would find what a command line begins with, when it is run in a folder. */
    static boolean isThere(String command, File folder) {
        if (!command.contains(File.separator)) {
            return find(command, System.getenv("PATH")).isPresent();
        }
        return Files.isExecutable(folder == null ? Path.of(command) : folder.toPath().resolve(command));
    }

    private static Optional<Path> file(String folder, String name) {
        try {
            return Optional.of(Path.of(folder, name));
        } catch (InvalidPathException noSuchFolder) {
            return Optional.empty();
        }
    }
}

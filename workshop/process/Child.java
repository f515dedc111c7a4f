package workshop.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** How this process starts others. */
final class Child {

    private static final List<String> JVM_OPTIONS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private Child() {
    }

    /**
     * Starts a command, with another one before it that executes it, where there is the command.
     *
     * @throws IOException where the command cannot be started
     */
    static Process start(ProcessBuilder command, List<String> prefix) throws IOException {
        // a JVM that is told of options there says so on standard error, and may not start with ours besides
        JVM_OPTIONS.forEach(command.environment()::remove);
        List<String> words = command.command();
        // else the prefix would be started, and say that there is no such command
        if (!CommandPath.isThere(words.get(0), command.directory())) {
            return command.start();
        }
        command.command(Stream.concat(prefix.stream(), words.stream()).toList());
        try {
            return command.start();
        } finally {
            command.command(words);
        }
    }
}

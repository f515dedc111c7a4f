package workshop.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;
import workshop.verdict.Lesson;

/** What the learner runs at the same terminal: the program of a lesson, or an editor. */
final class ByHand {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final Path root;

    /** Takes the folder of the workshop. */
    ByHand(Path root) {
        this.root = root;
    }

    /**
     * Runs the program of a lesson on the session's brokers, until it ends or is ended by Ctrl-C.
     *
     * @param settings its arguments, and the file that it reads in place of the terminal
     * @param servers  where it finds the brokers; nothing leaves that to its environment
     * @return its exit code
     * @throws ScriptException where it cannot be built
     * @throws IOException     where its JVM cannot be started
     */
    int run(Lesson lesson, RunSettings settings, Optional<String> servers) throws IOException, InterruptedException, ScriptException {
        Script script = ScriptBuilder.build(lesson.script());
        List<String> options = new ArrayList<>(script.runtimeOptions());
        options.addAll(List.of("-cp", script.classPath(), script.mainClass()));
        options.addAll(settings.words());
        return attached(Java.command(Java.executable(script.javaHome()), options), settings.input(), servers);
    }

    /**
     * Opens a file in the editor that the environment names, or in VS Code; returns when that returns.
     *
     * @throws IOException where it cannot be started; the message says what to do
     */
    void edit(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(editor().split(" +")));
        command.add(file.toString());
        try {
            attached(command, Optional.empty(), Optional.empty());
        } catch (IOException e) {
            throw new IOException("The editor cannot be started: there is no command " + command.get(0) + " here. Quit, name an "
                    + "editor that you have in the variable EDITOR, and start again: "
                    + (WINDOWS ? "set EDITOR=notepad" : "export EDITOR=nano"), e);
        }
    }

    private static String editor() {
        for (String variable : List.of("VISUAL", "EDITOR")) {
            String named = System.getenv(variable);
            if (named != null && !named.isBlank()) {
                return named.strip();
            }
        }
        return WINDOWS ? "code.cmd" : "code";
    }

    private int attached(List<String> command, Optional<Path> input, Optional<String> servers)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile()).inheritIO();
        servers.ifPresent(addresses -> builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", addresses));
        input.ifPresent(file -> builder.redirectInput(root.resolve(file).toFile()));
        return Owned.startAttached(builder).waitFor();
    }
}

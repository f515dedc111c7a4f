package workshop.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import workshop.process.Owned;
import workshop.verdict.Lesson;

/** What the learner runs at the same terminal: the program of a lesson, or an editor. */
final class ByHand {

    private final Path root;

    /** Takes the folder of the workshop. */
    ByHand(Path root) {
        this.root = root;
    }

    /**
     * Runs the program of a lesson on the playground, as {@code ./jbang} does, until it ends or is ended by Ctrl-C.
     *
     * @return its exit code
     */
    int run(Lesson lesson) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return attached(List.of(root.resolve(windows ? "jbang.cmd" : "jbang").toString(), lesson.script().toString()));
    }

    /** Opens a file in the editor that the environment names, or in VS Code; returns when that returns. */
    void edit(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(editor().split(" ")));
        command.add(file.toString());
        attached(command);
    }

    private static String editor() {
        for (String variable : List.of("VISUAL", "EDITOR")) {
            String named = System.getenv(variable);
            if (named != null && !named.isBlank()) {
                return named.strip();
            }
        }
        return "code";
    }

    private int attached(List<String> command) throws IOException, InterruptedException {
        return Owned.start(new ProcessBuilder(command).directory(root.toFile()).inheritIO()).waitFor();
    }
}

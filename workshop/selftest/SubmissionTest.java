package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;
import workshop.verdict.Verdict.Result;

/** A program that cannot be started is broken, and a machine on which nothing can be built is sick. */
@DisplayName("submissions")
class SubmissionTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("options with which the JVM does not start make a program broken, and what the JVM says is told")
    void refusedOptions() throws IOException {
        assertBroken("-Xmx1k", "Too small maximum heap");
        assertBroken("-XX:+NoSuchOption", "Unrecognized VM option 'NoSuchOption'");
        assertBroken("-javaagent:nowhere.jar", "nowhere.jar");
        // the program is held to a heap of its own
        assertBroken("-Xms1g", "-Xmx256m");
    }

    @Test
    @DisplayName("options with which it starts are no matter, whether the program ends well or not")
    void takenOptions() throws IOException {
        assertEquals(Optional.empty(), submitted("-Dsaid=once -Xmx64m"));
    }

    private void assertBroken(String options, String said) throws IOException {
        Verdict verdict = submitted(options).orElseThrow();
        assertEquals(Result.BROKEN, verdict.result(), verdict.message());
        assertTrue(verdict.message().startsWith("Main.java does not start: ") && verdict.message().contains(said)
                && verdict.message().contains(options), verdict.message());
    }

    private Optional<Verdict> submitted(String options) throws IOException {
        Path file = Files.writeString(folder.resolve("Main.java"), "//RUNTIME_OPTIONS " + options + "\n" + main());
        return new Submission(new Lesson(folder, "01-first-producer", "FirstProducer"), file).unbuilt();
    }

    @Test
    @DisplayName("a temporary folder that fails is no fault of the script")
    void failingFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("Main.java"), main());
        Process builder = Owned.start(new ProcessBuilder(Java.command("-Djava.io.tmpdir=" + folder, "-cp",
                System.getProperty("java.class.path"), WithoutAFolder.class.getName(), file.toString())).redirectErrorStream(true));
        String said = new String(builder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.startsWith("SURROUNDINGS: the folder " + folder) && said.contains("TMPDIR"), said);
    }

    /** Builds a script when the temporary folder of its process is gone. */
    static final class WithoutAFolder {

        private WithoutAFolder() {
        }

        public static void main(String[] args) throws IOException {
            Owned.begin();
            Files.delete(Path.of(System.getProperty("java.io.tmpdir")));
            try {
                ScriptBuilder.build(Path.of(args[0]));
            } catch (ScriptException e) {
                System.out.println(e.reason() + ": " + e.getMessage());
            }
        }
    }

    // a text that no earlier run has put into JBang's cache
    private static String main() {
        return "public class Main { public static void main(String[] args) { System.out.println(\"" + UUID.randomUUID() + "\"); } }";
    }
}

package workshop.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Commands of a POSIX system that end at once, for what Java cannot do. */
final class Shell {

    private Shell() {
    }

    /**
     * Runs a script of the shell; it has ended when this returns.
     *
     * @throws IOException where there is no shell
     */
    static void run(String script) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", script).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    /**
     * Returns what a command prints on standard output.
     *
     * @throws IOException where there is no such command
     */
    static String answer(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream answer = process.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

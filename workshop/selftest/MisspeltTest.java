package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody is told who types no command, or one that does not exist. */
@DisplayName("misspelt commands")
class MisspeltTest {

    @TempDir
    private Path temp;

    private record Said(int code, String text) {
    }

    @Test
    @DisplayName("the nearest command is named, be it one of the tool, a script of its own, or a lesson")
    void nearest() throws Exception {
        assertEquals(new Said(2, "There is no command chek. Did you mean ./jbang check? All commands: ./jbang\n"), run("chek", "01"));
        assertEquals(new Said(2, "There is no command first-produce. Did you mean ./jbang first-producer? All commands: ./jbang\n"),
                run("first-produce"));
        assertEquals(new Said(2, "There is no command tests. Did you mean ./jbang test? All commands: ./jbang\n"), run("tests"));
        assertEquals(new Said(2, "There is no command xylophone. All commands: ./jbang\n"), run("xylophone"));
    }

    @Test
    @DisplayName("without a command the workshop says what it has")
    void none() throws Exception {
        Said said = run();
        assertEquals(0, said.code(), said.text());
        assertTrue(said.text().contains("Begin with: ./jbang learn") && said.text().contains("./jbang first-producer"), said.text());
    }

    private Said run(String... words) throws Exception {
        Process tool = Tool.command(temp, words).redirectErrorStream(true).start();
        tool.getOutputStream().close();
        String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(tool.waitFor(), text);
    }
}

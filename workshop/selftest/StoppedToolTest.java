package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;

/** A tool that is stopped in the middle of a check: by the program, which is no way out, and by its user, who may. */
@DisplayName("stopped tool")
@EnabledOnOs(OS.LINUX)
@ExtendWith(Shared.Resolver.class)
class StoppedToolTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    private Path temp;
    @TempDir
    private Path files;
    private String cluster;

    @BeforeEach
    void cluster(Shared shared) {
        cluster = shared.kind();
    }

    @Test
    @DisplayName("a program that stops the tool does not stop its verdict")
    void stoppedByTheProgram() throws Exception {
        Path program = program("Stops", """
                long parent = ProcessHandle.current().parent().orElseThrow().pid();
                new ProcessBuilder("sh", "-c", "kill -STOP " + parent).start().waitFor();
                """);
        Path output = files.resolve("output");
        Process tool = quickToAct(program).redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        boolean ended = tool.waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        tool.destroyForcibly();
        assertTrue(ended, "it is still stopped");
        String verdict = Files.readString(output);
        assertTrue(verdict.replaceAll("\\s+", " ").contains("stopped the process of the workshop (SIGSTOP)"), verdict);
        assertEquals(1, tool.exitValue());
    }

    @Test
    @DisplayName("Ctrl-Z at the terminal suspends the tool until its user continues it, whatever it judges")
    void suspendedByItsUser() throws Exception {
        ProcessBuilder command = quickToAct(program("Waits", ""));
        // a shell that continues its job when a line is typed
        command.command().addAll(0, List.of("sh", "-c", "set -m; \"$@\"; read line; fg", "sh"));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 40)) {
            Wait.until("the program", SOON, () -> programs(terminal, "Waits").findAny().isPresent());
            ProcessHandle program = programs(terminal, "Waits").findAny().orElseThrow();
            ProcessHandle suspended = program.parent().orElseThrow();
            terminal.type("\u001a");
            Wait.until("the tool to stop", SOON, () -> Signals.isStopped(suspended));
            assertFalse(Wait.holdsWithin(PATIENCE.multipliedBy(3), () -> !program.isAlive()));
            assertTrue(Signals.isStopped(suspended));
            terminal.type("\n");
            Wait.until("the tool to go on", SOON, () -> !Signals.isStopped(suspended));
        }
    }

    private static Stream<ProcessHandle> programs(PseudoTerminal terminal, String name) {
        return terminal.process().descendants().filter(child -> child.info().commandLine()
                .filter(line -> line.contains("-Xmx256m") && line.endsWith(name)).isPresent());
    }

    /** Writes a program that does something and waits to be ended. */
    private Path program(String name, String body) throws IOException {
        return Files.writeString(files.resolve(name + ".java"), "public class " + name
                + " { public static void main(String[] args) throws Exception {\n" + body + "\nThread.currentThread().join(); } }");
    }

    /** Returns a check of a program whose watchdog looks for a stopped tool more often. */
    private ProcessBuilder quickToAct(Path program) {
        ProcessBuilder command = Tool.command(temp, "check", "01", "--file", program.toString(), "--cluster", cluster);
        command.command().add(1, "-Dworkshop.stopped.ms=" + PATIENCE.toMillis());
        return command;
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.Owned;
import workshop.process.PortOwner;
import workshop.verdict.Lesson;

/** The command lines of the texts, typed one after the other by somebody who has just cloned the workshop. */
@DisplayName("commands as typed")
@ExtendWith(Shared.Resolver.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
// the pseudo-terminal is made by a command of Linux
@EnabledOnOs(OS.LINUX)
class TypedCommandsTest {

    // the first builds the tool, on a machine that may have other work
    private static final int PATIENCE = 300;

    private final Deque<Process> running = new ArrayDeque<>();
    private Path clone;
    private Path notes;
    private Path bin;

    @BeforeAll
    void open(Shared shared, @TempDir Path home) throws IOException {
        Assumptions.assumeTrue(IntStream.of(PlaygroundServer.PORTS).allMatch(PortOwner::isFree), "a playground runs here");
        clone = Files.createDirectory(home.resolve("clone"));
        notes = Files.createDirectory(home.resolve("notes"));
        bin = Files.createDirectory(home.resolve("bin"));
        CourseCopy.whole(shared.course(), clone);
        Lesson first = shared.course().lessons().get(0);
        Files.writeString(clone.resolve("My.java"), Files.readString(first.solution()).replace(first.name(), "My"));
        Stranger.jbang(bin);
        // JBang starts it, and does not wait for it
        LauncherMachine.script(bin.resolve("codium"), "exit 0");
    }

    @AfterAll
    void close() throws InterruptedException {
        // the latest first: what runs on the playground ends before it
        for (Process process : running) {
            Stranger.end(process);
        }
    }

    @TestFactory
    @DisplayName("each does what the texts say")
    Stream<DynamicTest> typed(Shared shared) throws IOException {
        return CommandTable.read(shared.course().root()).values().stream().filter(CommandTable.Entry::isTypedThere)
                .map(entry -> DynamicTest.dynamicTest(entry.command(), () -> {
                    switch (entry.kind()) {
                        case "run" -> run(entry);
                        case "stays" -> stays(entry);
                        default -> terminal(entry);
                    }
                }));
    }

    private void run(CommandTable.Entry entry) throws Exception {
        Path said = notes.resolve("said");
        Process process = Owned.start(shell(entry.command()).redirectErrorStream(true).redirectOutput(said.toFile()));
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            Owned.kill(process);
        }
        String text = Files.readString(said);
        assertTrue(entry.codes().contains(process.waitFor()), () -> process.exitValue() + "\n" + text);
        assertTrue(text.contains(entry.text()), text);
    }

    private void stays(CommandTable.Entry entry) throws Exception {
        Path said = Files.createTempFile(notes, "", "");
        // in the shell's place, so that what ends the process ends the command
        Process process = Owned.start(shell("exec " + entry.command()).redirectErrorStream(true).redirectOutput(said.toFile()));
        running.push(process);
        Wait.holdsWithin(Duration.ofSeconds(PATIENCE),
                () -> CourseTest.read(said).contains(entry.text()) || !process.isAlive());
        String text = CourseTest.read(said);
        assertTrue(process.isAlive() && text.contains(entry.text()), text);
    }

    private void terminal(CommandTable.Entry entry) throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(shell(entry.command()), 120, 50)) {
            terminal.await(entry.text(), text -> text.contains(entry.text()));
            terminal.type("q");
            assertEquals(0, terminal.process().waitFor(), terminal.text());
        }
    }

    private ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(clone.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("KAFKA_") || name.equals("THREE_BROKERS_JBANG"));
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        // the brokers are embedded ones
        environment.put("DOCKER_HOST", "unix:///nowhere");
        return builder;
    }
}

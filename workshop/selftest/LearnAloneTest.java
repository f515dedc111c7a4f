package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.CacheFolder;
import workshop.process.PortOwner;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** A session with brokers of its own: what ends them, and what does not. */
@DisplayName("learn with its own brokers")
@ExtendWith(Shared.Resolver.class)
// the pseudo-terminal is made by a command of Linux
@EnabledOnOs(OS.LINUX)
class LearnAloneTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path folder;
    @TempDir
    private Path cache;
    @TempDir
    private Path temp;
    private Lesson lesson;

    @BeforeEach
    void open(Shared shared) throws IOException {
        Assumptions.assumeTrue(shared.kind().equals(EmbeddedCluster.KIND), "its brokers are embedded ones");
        Assumptions.assumeTrue(IntStream.of(PlaygroundServer.PORTS).allMatch(PortOwner::isFree), "a playground runs here");
        Course course = CourseCopy.of(shared.course(), folder);
        lesson = course.lessons().get(0);
        shareArchives();
    }

    @Test
    @DisplayName("Ctrl-C ends what r runs, no broker and no judgement; brokers that were killed are replaced, and the save is judged")
    void brokersStay() throws Exception {
        // the solution, which by hand, where no check names a topic, waits before it begins
        String solution = Files.readString(lesson.solution()).replaceFirst("(public static void main.*\\{)", """
                $1
                for (int time = 0; System.getenv("TOPIC") == null; time++) {
                    System.out.print(time == 0 ? "waits for Ctrl-C" : "");
                    java.util.concurrent.locks.LockSupport.park();
                }
                """);
        Files.writeString(lesson.script(), solution);
        ProcessBuilder command = Tool.command(temp, "learn").directory(folder.toFile());
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "THREE_BROKERS_CACHE", cache.toString()));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 40)) {
            terminal.await("brokers that are up", text -> text.contains("each time you save it"));
            ProcessHandle brokers = brokers(terminal);
            Files.writeString(lesson.script(), solution + "// saved");
            terminal.await("a judgement", text -> text.contains("judging…"));
            terminal.type("r");
            terminal.await("the program", text -> text.contains("waits for Ctrl-C"));
            terminal.type("\u0003");
            terminal.await("the end of the program", text -> text.contains("ended with code 130"));
            terminal.type(" ");
            String right = terminal.await("the verdict", text -> text.contains("✓ passed, 6 of 6"));
            assertTrue(brokers.isAlive() && !right.contains("have ended"), right);

            Files.writeString(lesson.script(), Files.readString(lesson.stub()) + "// saved");
            terminal.await("a judgement", text -> text.contains("judging…"));
            brokers.destroyForcibly();
            String wrong = terminal.await("the verdict on other brokers", text -> text.contains("0 of 6 passed"));
            assertTrue(wrong.contains("The brokers have ended. Others start in their place"), wrong);
            assertFalse(brokers(terminal).equals(brokers));

            terminal.type("q");
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, terminal.process().exitValue(), terminal.text());
        }
    }

    @Test
    @DisplayName("brokers that are killed while they start end it, with the reason and though no other key is typed")
    void killedAtTheStart() throws Exception {
        ProcessBuilder command = Tool.command(temp, "learn").directory(folder.toFile());
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "THREE_BROKERS_CACHE", cache.toString()));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 40)) {
            terminal.await("brokers that start", text -> text.contains("are starting…"));
            // from the first key on the next one is waited for in another way
            terminal.type("h");
            terminal.await("a hint, while brokers start", text -> text.contains("Hint 1") && text.contains("are starting…"));
            brokers(terminal).destroyForcibly();
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS), terminal.text());
            assertTrue(terminal.text().contains("the brokers (embedded)"), terminal.text());
        }
    }

    @Test
    @DisplayName("two that begin at the same moment have the same brokers: one of them starts them, and the other one finds them")
    void twoAtOnce() throws Exception {
        ProcessBuilder command = Tool.command(temp, "learn").directory(folder.toFile());
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "THREE_BROKERS_CACHE", cache.toString()));
        try (PseudoTerminal one = new PseudoTerminal(command, 100, 40); PseudoTerminal other = new PseudoTerminal(command, 100, 40)) {
            for (PseudoTerminal each : List.of(one, other)) {
                each.await("brokers that are up", text -> text.contains("each time you save it"));
            }
            List<PseudoTerminal> started = Stream.of(one, other).filter(each -> started(each).isPresent()).toList();
            assertEquals(1, started.size());
            // who has found them first: without its brokers it would start others
            for (PseudoTerminal each : List.of(started.get(0) == one ? other : one, started.get(0))) {
                each.type("q");
                assertTrue(each.process().waitFor(20, TimeUnit.SECONDS));
                assertEquals(0, each.process().exitValue(), each.text());
            }
        }
    }

    private static ProcessHandle brokers(PseudoTerminal terminal) {
        Wait.until("the brokers' process", SOON, () -> started(terminal).isPresent());
        return started(terminal).orElseThrow();
    }

    private static Optional<ProcessHandle> started(PseudoTerminal terminal) {
        // an option of theirs: the system may cut off what stands behind the class path
        return terminal.process().descendants().filter(process -> process.info().commandLine().orElse("")
                .contains("simpleLogger.showDateTime")).findFirst();
    }

    // a cache of its own, where no playground is announced, with what makes starts fast
    private void shareArchives() throws IOException {
        try (Stream<Path> files = Files.list(CacheFolder.path())) {
            for (Path archive : files.filter(file -> file.toString().endsWith(".jsa")).toList()) {
                Path here = cache.resolve(archive.getFileName());
                try {
                    Files.createLink(here, archive);
                } catch (FileSystemException anotherDisk) {
                    Files.copy(archive, here);
                }
            }
        }
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.learn.Progress;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** A learner's session, from the stub to the next lesson, as it is on the screen. */
@DisplayName("learn")
@ExtendWith(Shared.Resolver.class)
// the pseudo-terminal is made by a command of Linux
@EnabledOnOs(OS.LINUX)
class LearnTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEYS = "t text · l list · r run · s solution · e edit · q quit";

    @TempDir
    private Path folder;
    @TempDir
    private Path cache;
    @TempDir
    private Path temp;
    private PlaygroundServer playground;
    private Course course;
    private Lesson lesson;

    @BeforeEach
    void open(Shared shared) throws IOException {
        course = CourseCopy.of(shared.course(), folder);
        lesson = course.lessons().get(0);
        playground = new PlaygroundServer(shared.cluster(), cache);
    }

    @AfterEach
    void close() throws IOException {
        playground.close();
    }

    @Test
    @DisplayName("from the stub through a compile error, a wrong program and the solution to the next lesson")
    void session() throws Exception {
        try (PseudoTerminal terminal = start(100, 40)) {
            String first = terminal.await("the first lesson", text -> text.contains("each time you save it")
                    && text.contains("on localhost:"));
            assertEquals("""
                    Three Brokers   %s 0 of %d lessons passed

                    01 · First producer

                      Read lessons/01-first-producer/README.md (t), and edit FirstProducer.java beside it.
                      It is judged each time you save it:

                    %s

                      Three brokers (playground)
                      h hint · %s""".formatted("□".repeat(course.lessons().size()), course.lessons().size(),
                    lesson.facts().stream().map(fact -> "  · " + fact).collect(Collectors.joining("\n")), KEYS),
                    first.replaceFirst(" on localhost:.*", ""));

            save(Files.readString(lesson.stub()).replace("public static void main", "public static vod main"));
            terminal.await("a compile error", text -> text.contains("does not compile or start") && text.contains("vod"));

            save(Files.readString(lesson.stub()) + "\n// saved\n");
            String wrong = terminal.await("the stub's verdict", text -> text.contains("0 of 6 passed"));
            assertTrue(wrong.contains("✗ puts the order on the topic") && wrong.contains("Try    is send() called"), wrong);
            assertFalse(wrong.contains("n next"), wrong);

            terminal.type("h");
            terminal.await("a hint", text -> text.contains("Hint 1: "));
            terminal.type("h");
            terminal.await("another hint", text -> text.contains("Hint 2: "));

            Files.copy(lesson.solution(), lesson.script(), StandardCopyOption.REPLACE_EXISTING);
            String passed = terminal.await("the solution's verdict", text -> text.contains("✓ passed, 6 of 6"));
            assertTrue(passed.startsWith("Three Brokers   ■") && passed.contains("n next · " + KEYS), passed);
            assertTrue(new Progress(course).passed().containsKey(lesson.folder()));

            terminal.type("n");
            terminal.await("the next lesson", text -> text.contains("02 · Batching"));
            terminal.type("l");
            String list = terminal.await("the list", text -> text.contains("Enter open"));
            assertTrue(list.contains("✓ 01  First producer") && list.contains("›   02  Batching"), list);
            terminal.type("\u001b[B\r");
            terminal.await("the lesson below", text -> text.contains("03 · Partitioning"));

            terminal.type("q");
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, terminal.process().exitValue(), terminal.text());
        }
    }

    @Test
    @DisplayName("a save in the middle of a check stops it; the solution is shown at the second asking")
    void savesAndSolution() throws Exception {
        try (PseudoTerminal terminal = start(100, 60)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            Path endless = course.root().resolve("Endless.java");
            String loop = Files.readString(lesson.stub())
                    .replaceFirst("(public static void main.*\\{)", "$1\nfor (boolean goesOn = true; goesOn; ) { Thread.onSpinWait(); }\n");
            Files.writeString(endless, loop);
            // as editors do that write a new file and move it over the old one
            Files.move(endless, lesson.script(), StandardCopyOption.REPLACE_EXISTING);
            terminal.await("a check that goes on", text -> text.contains("judging…"));
            save("");
            save(Files.readString(lesson.solution()));
            terminal.await("the solution's verdict", text -> text.contains("✓ passed, 6 of 6"));
            Files.delete(course.root().resolve(Progress.FILE));
            terminal.type("s");
            terminal.await("a question", text -> text.contains("You have not passed"));
            terminal.type("s");
            terminal.await("the solution", text -> text.contains("letter for letter"));
            terminal.type("s");
            terminal.await("the verdict again", text -> text.contains("✓ passed, 6 of 6"));
        }
    }

    @Test
    @DisplayName("r runs the program at the terminal, and Ctrl-C ends all")
    void runAndCtrlC() throws Exception {
        ProcessBuilder command = command();
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "KAFKA_BOOTSTRAP_SERVERS", "localhost:1"));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 40)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            terminal.type("r");
            String said = terminal.await("what the program prints", text -> text.contains("Any key goes back."));
            assertTrue(said.contains("An order of user-123 waits to be sent") && said.contains("ended with code 0"), said);
            terminal.type(" ");
            terminal.await("the lesson again", text -> text.contains("each time you save it") && !text.contains("Any key goes back."));
            terminal.type("\u0003");
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS), terminal.text());
            Wait.until("its temporary files to go", Duration.ofSeconds(10), () -> {
                try (Stream<Path> left = Files.list(temp)) {
                    return left.findAny().isEmpty();
                }
            });
        }
    }

    @Test
    @DisplayName("Ctrl-Z gives the terminal back to the shell, and fg goes on: on the page, and while a program runs")
    void suspended() throws Exception {
        save(Files.readString(lesson.stub()).replaceFirst("(public static void main.*\\{)", """
                $1
                System.out.println("waits for Ctrl-C");
                for (boolean goesOn = true; goesOn; ) {
                    java.util.concurrent.locks.LockSupport.park();
                }
                """));
        try (PseudoTerminal terminal = shell()) {
            terminal.type("./learn\n");
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            for (int time = 0; time < 2; time++) {
                terminal.type("\u001a");
                terminal.await("the shell", text -> text.contains("Stopped"));
                terminal.type("fg\n");
                terminal.await("the lesson again", text -> text.contains("each time you save it") && !text.contains("Stopped"));
            }
            terminal.type("r");
            terminal.await("the program", text -> text.contains("waits for Ctrl-C"));
            for (int time = 1; time <= 2; time++) {
                terminal.type("\u001a");
                int stops = time;
                terminal.await("the shell", text -> text.split("Stopped", -1).length == stops + 1);
                terminal.type("fg\n");
                // till then Ctrl-Z would be the shell's
                Wait.until("all to go on", SOON, () -> terminal.process().descendants().noneMatch(Signals::isStopped));
            }
            // once both go on
            terminal.type("\u0003");
            terminal.await("the end of the program", text -> text.contains("ended with code 130"));
            terminal.type(" ");
            terminal.await("the lesson again", text -> text.contains("each time you save it") && !text.contains("ended with code"));
            save(Files.readString(lesson.solution()));
            terminal.await("a fact", text -> text.contains("judging…") && text.contains("✓"));
            terminal.type("\u001a");
            terminal.await("the shell", text -> text.contains("Stopped"));
            terminal.type("fg\n");
            terminal.await("the verdict", text -> text.contains("✓ passed, 6 of 6") && !text.contains("Stopped"));
            terminal.type("q");
            terminal.await("the shell", text -> text.endsWith("#") || text.endsWith("$"));
            terminal.type("exit $?\n");
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, terminal.process().exitValue(), terminal.text());
        }
    }

    @Test
    @DisplayName("in 80 columns and 24 rows the headline, what is wrong and the keys are seen, and all else by scrolling")
    void small() throws Exception {
        try (PseudoTerminal terminal = start(80, 24)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            save(Files.readString(lesson.stub()) + "\n// saved\n");
            String top = terminal.await("the stub's verdict", text -> text.contains("0 of 6 passed"));
            assertTrue(top.startsWith("Three Brokers") && top.contains("01 · First producer") && top.contains("✗ puts the order")
                    && top.endsWith("q quit"), top);
            assertFalse(top.contains("--seed"), top);
            terminal.type("\u001b[B".repeat(5));
            String end = terminal.await("the end of the verdict", text -> text.contains("--seed"));
            assertTrue(end.startsWith("Three Brokers") && end.contains("0 of 6 passed") && end.endsWith("q quit"), end);
            terminal.type("\u001b[5~");
            terminal.await("the beginning again", text -> text.contains("✗ puts the order"));
            terminal.type("t");
            terminal.await("the text of the lesson", text -> text.contains("Why it matters") && text.contains("lines 1 to"));
            terminal.type("\u001b[6~");
            terminal.await("the next page of it", text -> !text.contains("Why it matters") && text.contains("the text"));
            terminal.type("\u001b");
            terminal.await("the verdict", text -> text.contains("0 of 6 passed"));
            terminal.type("l");
            String list = terminal.await("the list", text -> text.contains("Esc back"));
            assertTrue(list.contains(" ›   01  First producer") && list.indexOf('›') == list.lastIndexOf('›'), list);
            terminal.type("\u001b");
            terminal.await("the verdict again", text -> text.contains("0 of 6 passed"));
        }
    }

    @Test
    @DisplayName("r asks for the arguments of a lesson whose program takes some, and offers those of the last time")
    void arguments() throws Exception {
        Lesson offsets = course.lessons().get(6);
        Files.writeString(offsets.script(), Files.readString(offsets.stub()).replaceFirst("(public static void main\\((?:final )?String\\[\\] )(\\w+)(.*\\{)",
                "$1$2$3\nif ($2.length > 0) { System.out.println(\"given \" + String.join(\"+\", $2)); System.exit(3); }\n"));
        try (PseudoTerminal terminal = start(100, 40)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            terminal.type("l" + "j".repeat(6) + "\r");
            terminal.await("lesson 07", text -> text.contains("07 · Offsets"));
            terminal.type("r");
            terminal.await("a question", text -> text.contains("[beginning]"));
            terminal.type("offset 2\n");
            terminal.await("the program", text -> text.contains("To stop the program: Ctrl-C.") && text.contains("given offset+2")
                    && text.contains("ended with code 3"));
            terminal.type(" ");
            terminal.await("the lesson", text -> text.contains("07 · Offsets"));
            terminal.type("r");
            terminal.await("what was typed last", text -> text.contains("[offset 2]"));
            terminal.type("\n");
            terminal.await("the program again", text -> text.contains("given offset+2"));
        }
    }

    @Test
    @DisplayName("a narrow terminal without colour and without UTF-8 is readable")
    void narrow() throws Exception {
        ProcessBuilder command = command();
        command.environment().putAll(Map.of("LC_ALL", "C", "NO_COLOR", "1"));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 50, 30)) {
            String text = terminal.await("the first lesson", shown -> shown.contains("q quit"));
            assertTrue(text.startsWith("Three Brokers   " + ".".repeat(course.lessons().size())), text);
            assertTrue(text.contains("01 - First producer"), text);
            assertTrue(text.chars().allMatch(letter -> letter < 128), text);
        }
    }

    @Test
    @DisplayName("an editor that is not there is named, and what to do is said")
    void noEditor() throws Exception {
        ProcessBuilder command = command();
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "VISUAL", "", "EDITOR", "no-such-editor --wait"));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 30)) {
            terminal.await("the first lesson", shown -> shown.contains("q quit"));
            terminal.type("e");
            String text = terminal.await("why it cannot be edited", shown -> shown.contains("there is no command no-such-editor"));
            assertTrue(text.contains("EDITOR=nano") && !text.contains("error=2"), text);
        }
    }

    @Test
    @DisplayName("a dumb terminal, which gives lines and no keys, leads to the list, another lesson and the solution")
    void dumb() throws Exception {
        ProcessBuilder command = command();
        command.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "TERM", "dumb"));
        try (PseudoTerminal terminal = new PseudoTerminal(command, 100, 200)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it")
                    && text.endsWith("q quit, each with Enter"));
            terminal.type("l\n");
            terminal.await("the list", text -> text.endsWith("l back · q quit, each with Enter"));
            terminal.type("j\n");
            terminal.await("the lesson below marked", text -> text.contains("›   02  Batching"));
            terminal.type("\n");
            terminal.await("the lesson below", text -> text.contains("02 · Batching"));
            terminal.type("s\n");
            terminal.await("a question", text -> text.contains("You have not passed"));
            terminal.type("s\n");
            terminal.await("the solution", text -> text.contains("02 · Batching: the solution"));
            terminal.type("q\n");
            assertTrue(terminal.process().waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, terminal.process().exitValue(), terminal.text());
        }
    }

    @Test
    @DisplayName("without a terminal it prints the list and the next step, and ends")
    void noTerminal() throws Exception {
        Process tool = command().redirectErrorStream(true).start();
        tool.getOutputStream().close();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tool.waitFor(), said);
        assertTrue(said.contains("›   01  First producer") && said.contains("Next: lesson 01."), said);
    }

    private void save(String content) throws IOException {
        Files.writeString(lesson.script(), content);
    }

    private PseudoTerminal start(int columns, int rows) throws IOException {
        ProcessBuilder command = command();
        command.environment().put("LC_ALL", "C.UTF-8");
        return new PseudoTerminal(command, columns, rows);
    }

    /** Returns a terminal with a shell that has the session as a command of few letters. */
    private PseudoTerminal shell() throws IOException {
        ProcessBuilder command = command();
        Path learn = Files.writeString(folder.resolve("learn"), command.command().stream()
                .map(word -> "'" + word + "'").collect(Collectors.joining(" ", "#!/bin/sh\nexec ", "\n")));
        assertTrue(learn.toFile().setExecutable(true));
        command.command("bash", "--norc", "--noprofile", "-i");
        command.environment().put("LC_ALL", "C.UTF-8");
        return new PseudoTerminal(command, 100, 40);
    }

    private ProcessBuilder command() {
        ProcessBuilder command = Tool.command(temp, "learn").directory(folder.toFile());
        command.environment().put("THREE_BROKERS_CACHE", cache.toString());
        return command;
    }
}

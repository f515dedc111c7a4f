package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.learn.Overview;
import workshop.learn.Progress;
import workshop.process.Background;
import workshop.verdict.Course;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/** What a learner has passed is kept, and the commands that show it or begin anew do what they say. */
@DisplayName("progress")
@ExtendWith(Shared.Resolver.class)
class ProgressTest {

    @TempDir
    private Path folder;
    private Course course;
    private Lesson first;
    private Lesson second;

    @BeforeEach
    void copyOfTheCourse(Shared shared) throws IOException {
        course = CourseCopy.of(shared.course(), folder);
        first = course.lessons().get(0);
        second = course.lessons().get(1);
    }

    @Test
    @DisplayName("a lesson that was passed stays so, with the time of the first time, until it is reset")
    void passAndReset() throws IOException {
        Progress progress = new Progress(course);
        assertTrue(progress.passed().isEmpty());
        progress.pass(first);
        Instant when = progress.passed().get(first.folder());
        assertTrue(Duration.between(when, Instant.now()).abs().toMinutes() < 1, when.toString());
        long size = Files.size(folder.resolve(Progress.FILE));
        progress.pass(first);
        assertEquals(size, Files.size(folder.resolve(Progress.FILE)), "noted twice");
        progress.pass(second);
        progress.reset(first);
        assertEquals(Set.of(second.folder()), progress.passed().keySet());
        assertEquals(first, Overview.of(course).next().orElseThrow());
        progress.pass(first);
        assertEquals(Set.of(first.folder(), second.folder()), progress.passed().keySet());
    }

    @Test
    @DisplayName("a lesson is passed by a verdict that says so, and by no other: not by an incomplete one")
    void verdicts() throws IOException {
        Progress progress = new Progress(course);
        for (Verdict.Result result : Verdict.Result.values()) {
            Files.deleteIfExists(folder.resolve(Progress.FILE));
            progress.note(new Verdict(first, first.script(), result, List.of(), "", Duration.ZERO, "", OptionalLong.empty()));
            assertEquals(result == Verdict.Result.PASSED, Overview.of(course).isPassed(first), result.label());
        }
    }

    @Test
    @DisplayName("a line that a crash cut off spoils nothing, before it or after it")
    void cutOff() throws IOException {
        Path file = folder.resolve(Progress.FILE);
        Files.writeString(file, "2026-11-22T10:00:00Z " + first.folder() + " passed\n2026-11-22T10:0");
        Progress progress = new Progress(course);
        assertEquals(Set.of(first.folder()), progress.passed().keySet());
        progress.pass(second);
        assertEquals(Set.of(first.folder(), second.folder()), progress.passed().keySet());
    }

    @Test
    @DisplayName("two terminals at once lose nothing")
    void twoTerminals() throws IOException {
        CompletableFuture.allOf(course.lessons().stream().map(lesson -> Background.call("terminal", () -> {
            try {
                new Progress(course).pass(lesson);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return lesson;
        })).toArray(CompletableFuture[]::new)).join();
        assertEquals(course.lessons().size(), new Progress(course).passed().size());
        assertEquals("You have passed them all.", Overview.of(course).nextStep());
    }

    @Test
    @DisplayName("list shows what is passed, and what is next")
    void list() throws Exception {
        new Progress(course).pass(first);
        String shown = run(0, "list");
        assertTrue(shown.contains("■□") && shown.contains("1 of " + course.lessons().size() + " lessons passed"), shown);
        assertTrue(shown.contains("✓ 01") && shown.contains("›   02") && shown.contains("./jbang check 02"), shown);
    }

    @Test
    @DisplayName("reset gives the script back, keeps the learner's beside it, and asks before")
    void reset() throws Exception {
        String stub = Files.readString(first.stub());
        Files.writeString(first.script(), "mine");
        new Progress(course).pass(first);
        assertTrue(run(2, "reset", "01").contains("nobody to ask"), "asked nobody");
        assertEquals("mine", Files.readString(first.script()));
        run(0, "reset", "01", "--yes");
        assertEquals(stub, Files.readString(first.script()));
        assertEquals("mine", Files.readString(first.script().resolveSibling(first.name() + ".java.1")));
        assertFalse(Overview.of(course).isPassed(first));
        Files.writeString(first.script(), "mine again");
        run(0, "reset", "01", "--yes");
        assertEquals("mine again", Files.readString(first.script().resolveSibling(first.name() + ".java.2")));
        assertTrue(run(0, "reset", "01").contains("as it was at the beginning"));
    }

    @Test
    @DisplayName("the solution is shown once the lesson is passed, as a difference from the learner's program")
    void solution() throws Exception {
        assertTrue(run(1, "solution", "01").contains("not passed"), "given away");
        String shown = run(0, "solution", "01", "--anyway");
        assertTrue(shown.contains("-        // TODO"), shown);
        new Progress(course).pass(first);
        assertEquals(shown, run(0, "solution", "01"));
        Files.copy(first.solution(), first.script(), StandardCopyOption.REPLACE_EXISTING);
        assertTrue(run(0, "solution", "01").contains("letter for letter"));
    }

    private String run(int expected, String... words) throws IOException, InterruptedException {
        Process tool = Tool.command(folder, words).directory(folder.toFile()).redirectErrorStream(true).start();
        tool.getOutputStream().close();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(expected, tool.waitFor(), said);
        return said;
    }
}

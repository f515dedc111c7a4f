package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import workshop.verdict.Lesson;

/**
 * What a lesson promises is judged: {@code promises.md} in its folder names, for each promise of the task, the fact that judges it and a
 * program of the corpus that breaks this promise alone.
 */
@DisplayName("promises")
@ExtendWith(Shared.Resolver.class)
class PromisesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.+) \\| (\\d+) \\| `?(\\w+)`? \\|$");
    // the first list of the task; what comes behind it says how the check goes
    private static final Pattern TASK = Pattern.compile("(?s)\n## The task\n.*?\n(- .*?\n)\n");
    // from its dash to the next one, or to the end of the list
    private static final Pattern BULLET = Pattern.compile("(?ms)^- (.+?)(?=^- |\\z)");

    /** A promise of the task, in its words; the fact that judges it, by its number; and the program that breaks it. */
    private record Promise(String words, int fact, String program) {
    }

    @Test
    @DisplayName("every promise is in the words of the lesson, and a program that breaks it is caught by the fact that is named")
    void kept(Shared shared) {
        each(shared, lesson -> promises(lesson).stream().map(promise -> () -> {
            assertTrue(text(lesson).contains(promise.words()), () -> of(lesson) + ": neither README.md nor the script says \""
                    + promise.words() + "\"");
            CorpusProgram program = CorpusProgram.of(lesson).stream()
                    .filter(each -> each.file().endsWith("wrong/" + promise.program() + ".java")).findFirst()
                    .orElseThrow(() -> new AssertionError(of(lesson) + ": there is no " + promise.program() + " in the corpus"));
            assertTrue(program.findings().stream().anyMatch(finding -> finding.fact() == promise.fact()), () -> of(lesson) + ": "
                    + promise.program() + " is not caught by fact " + promise.fact());
        }));
    }

    @Test
    @DisplayName("every point of the task is a promise, or holds one")
    void wholeTask(Shared shared) {
        each(shared, lesson -> TASK.matcher(CourseTest.read(lesson.readme())).results()
                .flatMap(task -> BULLET.matcher(task.group(1)).results()).map(bullet -> oneLine(bullet.group(1)))
                .map(point -> () -> assertTrue(promises(lesson).stream().anyMatch(promise -> point.contains(promise.words())),
                        () -> of(lesson) + " has nothing of the task's point \"" + point + "\"")));
    }

    @Test
    @DisplayName("every fact judges a promise")
    void everyFact(Shared shared) {
        each(shared, lesson -> Stream.of(() -> {
            Set<Integer> judged = promises(lesson).stream().map(Promise::fact).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(IntStream.rangeClosed(1, lesson.facts().size()).boxed().collect(Collectors.toCollection(TreeSet::new)), judged,
                    () -> of(lesson) + ": the facts");
        }));
    }

    private static List<Promise> promises(Lesson lesson) {
        List<MatchResult> rows = ROW.matcher(CourseTest.read(file(lesson))).results().toList();
        assertTrue(!rows.isEmpty(), () -> of(lesson) + " has no line | promise | fact | program |");
        return rows.stream().map(row -> new Promise(oneLine(row.group(1)), Integer.parseInt(row.group(2)), row.group(3))).toList();
    }

    // a comment of the script that goes on in the next line is one text
    private static String text(Lesson lesson) {
        return oneLine(CourseTest.read(lesson.readme())) + " " + oneLine(CourseTest.read(lesson.stub()).replaceAll("\n\\s*(//|\\*) ?", " "));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static Path file(Lesson lesson) {
        return lesson.readme().resolveSibling("promises.md");
    }

    private static String of(Lesson lesson) {
        return CourseTest.relative(lesson, file(lesson));
    }

    private static void each(Shared shared, Function<Lesson, Stream<Executable>> tests) {
        assertAll(shared.course().lessons().stream().map(lesson -> () -> assertAll(tests.apply(lesson))));
    }
}

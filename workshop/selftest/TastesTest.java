package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import workshop.verdict.Lesson;

/**
 * Honest developers differ, and no fact punishes that: {@code checks/tastes.md} names, for each taste and each lesson, a right program of
 * the corpus that has it. That each of these programs passes is for {@link LessonsTest}.
 */
@DisplayName("tastes")
@ExtendWith(Shared.Resolver.class)
class TastesTest {

    private static final Path TABLE = Path.of("checks", "tastes.md");
    private static final String NONE = "–";
    // a taste, and the sign of it in a source
    private static final Pattern ROW = Pattern.compile("\\| ([^`|]+) \\| `([^`]+)` \\|(.+)\\|");

    /** A taste, its sign, a cell for each lesson, and why some cells are empty. */
    private record Taste(String name, Pattern sign, List<String> programs, String why) {
    }

    @Test
    @DisplayName("each program that the table names is a right one of its lesson, and has the taste")
    void shown(Shared shared) {
        each(shared, (taste, lessons) -> IntStream.range(0, lessons.size()).filter(n -> !taste.programs().get(n).equals(NONE))
                .mapToObj(n -> () -> {
                    Path program = lessons.get(n).corpus().resolve("right").resolve(taste.programs().get(n) + ".java");
                    assertTrue(Files.exists(program), () -> taste.name() + ": there is no " + program);
                    assertTrue(taste.sign().matcher(CourseTest.read(program)).find(),
                            () -> program + " has nothing like " + taste.sign());
                }));
    }

    @Test
    @DisplayName("a taste that a lesson has no program for makes no sense there, and the table says why")
    void reasons(Shared shared) {
        each(shared, (taste, lessons) -> Stream.of(() -> {
            assertEquals(lessons.size(), taste.programs().size(), taste.name());
            assertEquals(taste.programs().contains(NONE), !taste.why().isBlank(), taste.name() + ": the reason");
            assertFalse(taste.programs().stream().allMatch(NONE::equals), taste.name() + ": no program");
        }));
    }

    private static void each(Shared shared, BiFunction<Taste, List<Lesson>, Stream<Executable>> tests) {
        List<Lesson> lessons = shared.course().lessons();
        List<Taste> tastes = CourseTest.read(TABLE).lines().map(ROW::matcher).filter(row -> row.matches()).map(row -> {
            List<String> cells = Stream.of(row.group(3).split("\\|")).map(String::strip).toList();
            return new Taste(row.group(1).strip(), Pattern.compile(row.group(2).replace("/", "|")), cells.subList(0, cells.size() - 1),
                    cells.get(cells.size() - 1));
        }).toList();
        assertTrue(!tastes.isEmpty(), () -> TABLE + " has no row");
        assertAll(tastes.stream().map(taste -> () -> assertAll(tests.apply(taste, lessons))));
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.mutate.Equivalents;
import workshop.mutate.Mutant;
import workshop.mutate.Mutants;
import workshop.mutate.Mutators;
import workshop.mutate.Report;
import workshop.mutate.Result;
import workshop.mutate.Results;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/** What has come of mutants is kept for the next run, and the score counts as caught what a fact has caught, and nothing else. */
@DisplayName("mutants")
class MutantsTest {

    private static final Lesson LESSON = new Lesson(Path.of("."), "06-manual-commit", "ManualCommit");
    private static final List<Mutant> FOUR = Mutants.of("solution", "A.java", """
            public class A {
                public static void main(String[] args) {
                    one();
                    two();
                    three();
                    four();
                }
            }
            """, Mutators.named("a call left out"));

    @TempDir
    private Path folder;

    @Test
    @DisplayName("the next run goes on where the one before has ended, in the middle of a line even")
    void resumed() throws IOException {
        Path file = folder.resolve("results.txt");
        Results first = new Results(file, "now");
        first.note(result(0, Result.Outcome.CAUGHT, "now"));
        first.note(result(1, Result.Outcome.NO_PROGRAM, "now"));
        first.note(result(2, Result.Outcome.UNDECIDED, "now"));
        Files.writeString(file, FOUR.get(3).id() + "\tcau", StandardOpenOption.APPEND);
        Results second = new Results(file, "now");
        assertEquals(FOUR.subList(2, 4), second.unknown(FOUR));
        assertEquals(Optional.of(result(0, Result.Outcome.CAUGHT, "now")), second.of(FOUR.get(0)));
    }

    @Test
    @DisplayName("a check that has changed judges again, first what it has let through before; what does not compile never does")
    void changedCheck() throws IOException {
        Path file = folder.resolve("changed.txt");
        Results before = new Results(file, "before");
        before.note(result(0, Result.Outcome.CAUGHT, "before"));
        before.note(result(1, Result.Outcome.NO_PROGRAM, "before"));
        before.note(result(3, Result.Outcome.SURVIVED, "before"));
        Results after = new Results(file, "after");
        assertEquals(List.of(FOUR.get(3), FOUR.get(0), FOUR.get(2)), after.unknown(FOUR));
    }

    @Test
    @DisplayName("an equivalent is known by its difference or its id, has a reason, and is missed when its mutant is gone")
    void equivalents() throws IOException {
        Equivalents equivalents = Equivalents.of("""
                # for the reader

                solution:
                - two();
                it does nothing
                in this program

                %s
                nobody sees it

                right/Other:
                - two();
                another program
                """.formatted(FOUR.get(2).id()));
        assertEquals(Optional.of("it does nothing in this program"), equivalents.reason(FOUR.get(1)));
        assertEquals(Optional.of("nobody sees it"), equivalents.reason(FOUR.get(2)));
        assertEquals(Optional.empty(), equivalents.reason(FOUR.get(0)));
        assertEquals(List.of("right/Other"), equivalents.stale(FOUR).stream().map(Equivalents.Entry::program).toList());
        assertThrows(IOException.class, () -> Equivalents.of("solution:\n- two();\n"));
        assertThrows(IOException.class, () -> Equivalents.of("solution:\nno line that changes\n"));
    }

    @Test
    @DisplayName("the score is the caught of those that are no equivalents, and what is undecided was not caught")
    void score() throws IOException {
        Equivalents one = Equivalents.of(FOUR.get(3).id() + "\nnobody sees it\n");
        List<Result> results = List.of(result(0, Result.Outcome.CAUGHT, "now"), result(1, Result.Outcome.SURVIVED, "now"),
                result(2, Result.Outcome.UNDECIDED, "now"));
        Report report = Report.of(FOUR, one, mutant -> results.stream().filter(result -> result.id().equals(mutant.id())).findFirst());
        List<String> lines = report.lines(LESSON);
        assertEquals("lesson 06: 4 mutants, 1 caught, 1 survived, 1 equivalent, score 33 %", lines.get(lines.size() - 1));
        assertTrue(lines.contains("-        two();"), lines.toString());
        assertFalse(lines.contains("-        one();"), lines.toString());
        assertFalse(report.isClean());
        assertTrue(Report.of(FOUR.subList(0, 1), one, mutant -> Optional.of(results.get(0))).isClean());
        assertFalse(Report.of(FOUR.subList(0, 1), one, mutant -> Optional.empty()).isClean());
    }

    @Test
    @DisplayName("nothing but a fact that does not hold catches a mutant")
    void caught() {
        assertEquals(List.of(Result.Outcome.SURVIVED, Result.Outcome.UNDECIDED, Result.Outcome.CAUGHT, Result.Outcome.NO_PROGRAM,
                Result.Outcome.UNDECIDED), Stream.of(Verdict.Result.values()).map(MutantsTest::verdict).map(Result.Outcome::of).toList());
    }

    private static Result result(int mutant, Result.Outcome outcome, String check) {
        return new Result(FOUR.get(mutant).id(), outcome, check, "fact 3: processes every order");
    }

    private static Verdict verdict(Verdict.Result result) {
        return new Verdict(LESSON, Path.of("ManualCommit.java"), result, List.of(), "", Duration.ZERO, "embedded", OptionalLong.empty());
    }
}

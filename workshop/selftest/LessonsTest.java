package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import workshop.verdict.FactResult;
import workshop.verdict.FactResult.Outcome;
import workshop.verdict.Judgement;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;
import workshop.verdict.Verdict.Result;

/** Every check judges right: the stub, the solution and the whole corpus. The tests of the tool run meanwhile, one after the other. */
@DisplayName("lessons")
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Shared.Resolver.class)
class LessonsTest {

    @TestFactory
    @DisplayName("verdicts")
    Stream<DynamicNode> verdicts(Shared shared) {
        // each lesson from the beginning to the end of all: some mostly wait, others mostly use the cores
        return shared.lessons().stream().flatMap(lesson -> evenly(tests(shared, lesson)))
                .sorted(Comparator.comparing(Place::share)).map(Place::test);
    }

    /** A test, and which share of its lesson's tests comes before it. */
    private record Place(DynamicNode test, double share) {
    }

    private static Stream<Place> evenly(List<DynamicNode> tests) {
        return IntStream.range(0, tests.size()).mapToObj(n -> new Place(tests.get(n), (double) n / tests.size()));
    }

    private static List<DynamicNode> tests(Shared shared, Lesson lesson) {
        List<DynamicNode> tests = new ArrayList<>();
        tests.add(test(lesson, "the stub fails, and the verdict says what to do first", () -> stub(shared, lesson)));
        tests.add(test(lesson, "the solution passes", () -> passes(shared, lesson, lesson.solution())));
        if (shared.withCorpus()) {
            List<CorpusProgram> programs = CorpusProgram.of(lesson);
            // what a check makes of a program after a fact has failed is seen by one a lesson, another one each time
            List<CorpusProgram> wrong = programs.stream().filter(program -> program.kind() == CorpusProgram.Kind.WRONG).toList();
            CorpusProgram whole = wrong.get(ThreadLocalRandom.current().nextInt(wrong.size()));
            for (CorpusProgram program : programs) {
                tests.add(test(lesson, program.name(), () -> corpus(shared, lesson, program,
                        program == whole ? Judgement.whole() : Judgement.untilFirstFailure())));
            }
        }
        return tests;
    }

    private static DynamicNode test(Lesson lesson, String name, Executable judged) {
        return dynamicTest(lesson.folder() + ": " + name, judged);
    }

    private static void stub(Shared shared, Lesson lesson) {
        Verdict verdict = judge(shared, lesson, lesson.script(), Judgement.whole());
        assertEquals(Result.FAILED, verdict.result(), () -> text(verdict));
        FactResult first = verdict.facts().get(0);
        assertEquals(Outcome.FAILED, first.outcome(), () -> "the first fact is the first step\n" + text(verdict));
        assertFalse(first.lookAt().isBlank(), () -> "nothing to try\n" + text(verdict));
    }

    private static void passes(Shared shared, Lesson lesson, Path program) {
        Verdict verdict = judge(shared, lesson, program, Judgement.whole());
        assertEquals(Result.PASSED, verdict.result(), () -> text(verdict));
    }

    private static void corpus(Shared shared, Lesson lesson, CorpusProgram program, Judgement judgement) {
        switch (program.kind()) {
            case RIGHT -> passes(shared, lesson, program.file());
            case BROKEN -> {
                Verdict verdict = judge(shared, lesson, program.file(), judgement);
                assertEquals(Result.BROKEN, verdict.result(), () -> text(verdict));
                assertTrue(verdict.message().contains(program.phrase()), () -> "not said: " + program.phrase() + "\n"
                        + text(verdict));
            }
            case WRONG -> wrong(judge(shared, lesson, program.file(), judgement), program);
            default -> fail("unknown kind " + program.kind());
        }
    }

    private static void wrong(Verdict verdict, CorpusProgram program) {
        assertEquals(Result.FAILED, verdict.result(), () -> text(verdict));
        List<FactResult> facts = verdict.facts();
        FactResult first = facts.stream().filter(fact -> fact.outcome() == Outcome.FAILED).findFirst().orElseThrow();
        CorpusProgram.Finding own = program.findings().stream().filter(each -> each.fact() == facts.indexOf(first) + 1).findFirst()
                .orElseGet(() -> fail("caught by another fact than its own\n" + text(verdict)));
        String said = String.join("\n", first.seen(), first.means(), first.lookAt());
        assertTrue(said.contains(own.phrase()), () -> "not said: " + own.phrase() + "\n" + text(verdict));
    }

    private static Verdict judge(Shared shared, Lesson lesson, Path program, Judgement judgement) {
        return shared.judge(new Submission(lesson, program), judgement);
    }

    private static String text(Verdict verdict) {
        // a report has no seed where all is well, and here that may be what is wrong
        return new TextReport(false).of(verdict) + "data: --seed " + verdict.seed().orElse(0);
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.verdict.FactResult;
import workshop.verdict.FactResult.Outcome;
import workshop.verdict.Judgement;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/** How far a judgement goes. */
@DisplayName("judgement")
@ExtendWith(Shared.Resolver.class)
class JudgementTest {

    private static final long SEED = 1;

    @Test
    @DisplayName("one that is told to ends with the first fact that does not hold, and any other one establishes them all")
    void untilFirstFailure(Shared shared) throws Exception {
        Lesson lesson = shared.course().lesson("01");
        Submission empty = new Submission(lesson, lesson.script());
        List<FactResult> told = new ArrayList<>();

        Verdict begun = shared.judge().judge(empty, SEED, told::add, Judgement.untilFirstFailure());
        assertEquals(Verdict.Result.FAILED, begun.result(), begun.message());
        assertEquals(List.of(Outcome.FAILED), begun.facts().stream().map(FactResult::outcome).toList());
        assertEquals(begun.facts(), told);

        Verdict whole = shared.judge().judge(empty, SEED, fact -> { }, Judgement.whole());
        assertEquals(Outcome.FAILED, whole.facts().get(0).outcome(), () -> whole.facts().toString());
        assertTrue(whole.facts().size() > 1, () -> whole.facts().toString());
    }
}

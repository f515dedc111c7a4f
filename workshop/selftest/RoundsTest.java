package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.verdict.Lesson;
import workshop.verdict.Rounds;
import workshop.verdict.Rounds.Round;
import workshop.verdict.Verdict;
import workshop.verdict.Verdict.Result;

/** What chance has left open is judged again, and what is still open then is no pass. */
@DisplayName("rounds")
class RoundsTest {

    private static final Verdict OPEN = verdict(Result.INCOMPLETE);
    private static final Verdict PASSED = verdict(Result.PASSED);
    private static final Verdict FAILED = verdict(Result.FAILED);

    @Test
    @DisplayName("what chance has left open is judged again, at most twice")
    void chance() {
        assertEquals(List.of(PASSED, 3), judged(new Round(OPEN, true), new Round(OPEN, true), new Round(PASSED, false)));
        assertEquals(List.of(OPEN, 3), judged(new Round(OPEN, true), new Round(OPEN, true), new Round(OPEN, true)));
        assertEquals(List.of(FAILED, 2), judged(new Round(OPEN, true), new Round(FAILED, true)));
    }

    @Test
    @DisplayName("what has failed, and what cannot be judged for good, is judged once")
    void noChance() {
        assertEquals(List.of(FAILED, 1), judged(new Round(FAILED, true)));
        assertEquals(List.of(OPEN, 1), judged(new Round(OPEN, false)));
    }

    @Test
    @DisplayName("of several verdicts the worst one decides: an incomplete one hides no failed one")
    void worst() {
        assertEquals(List.of(Result.PASSED, Result.INCOMPLETE, Result.FAILED, Result.BROKEN, Result.SICK),
                Stream.of(Result.values()).sorted().toList());
    }

    // the verdict, and after how many rounds
    private static List<Object> judged(Round... rounds) {
        AtomicInteger begun = new AtomicInteger(1);
        Verdict verdict = Rounds.judge(number -> {
            assertEquals(begun.get(), number + 1);
            return rounds[number];
        }, begun::incrementAndGet);
        return List.of(verdict, begun.get());
    }

    private static Verdict verdict(Result result) {
        return new Verdict(new Lesson(Path.of("."), "06-manual-commit", "ManualCommit"), Path.of("ManualCommit.java"), result,
                List.of(), "", Duration.ZERO, "embedded", OptionalLong.of(4711));
    }
}

package workshop.learn;

import java.util.List;
import java.util.Optional;
import workshop.verdict.FactResult;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/**
 * What is known of a lesson and of the learner's program at a moment.
 *
 * @param lesson  the lesson that is open
 * @param facts   what is established of the program that is being judged
 * @param verdict on the program, once it was judged
 * @param doing   what goes on, in a word or two; empty where nothing does
 * @param hints   those that were asked for
 * @param brokers which brokers there are and where; empty while they start
 * @param note    something to tell besides; may be empty
 */
record LessonState(Lesson lesson, List<FactResult> facts, Optional<Verdict> verdict, String doing, List<String> hints,
        String brokers, String note) {

    /** Returns whether the verdict is known and on what is saved now. */
    boolean isJudged() {
        return verdict.isPresent() && doing.isEmpty();
    }

    /** Returns whether the program that is saved now has passed. */
    boolean hasPassed() {
        return isJudged() && verdict.get().result() == Verdict.Result.PASSED;
    }
}

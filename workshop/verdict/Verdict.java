package workshop.verdict;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import workshop.process.Printable;

/**
 * All facts of one program. In an incomplete one some are skipped, and the others hold. In a sick one nothing is failed: what had seemed so before the trouble came is skipped.
 *
 * @param lesson  the lesson
 * @param program the file that was judged
 * @param result  the verdict in a word
 * @param facts   one a fact, in the order that teaches; those that were established before trouble came
 * @param message for a broken program or a sick cluster what happened, else how to have judged what was not, and what the program
 *                asked for in vain that no lesson needs, printable; empty where that is nothing
 * @param time    how long it took
 * @param cluster the kind of cluster, or empty where none was needed
 * @param seed    what the check's random data came from; nothing where it made none
 */
public record Verdict(Lesson lesson, Path program, Result result, List<FactResult> facts, String message, Duration time,
        String cluster, OptionalLong seed) {

    /** Takes what a judgement has come to. */
    public Verdict {
        message = Printable.text(message);
        if (result == Result.SICK) {
            String why = spared(message);
            facts = facts.stream().map(fact -> fact.outcome() == FactResult.Outcome.FAILED ? fact.skipped(why) : fact).toList();
        }
    }

    /** The verdict in a word, with the exit code that goes with it: from the best to the worst, which is what counts of several. */
    public enum Result {
        /** Every fact was judged, and holds. */
        PASSED(0),
        /** Some facts could not be judged, and every other one holds: nothing is known to be wrong, and it is no pass. */
        INCOMPLETE(4),
        /** A fact does not hold. */
        FAILED(1),
        /** The program does not compile, or does not start. */
        BROKEN(1),
        /** The cluster or the check itself had trouble, which is never blamed on the program. */
        SICK(3);

        private final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Returns the exit code of a command that came to this verdict. */
        public int exitCode() {
            return exitCode;
        }

        /** Returns the name as reports write it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Returns the same verdict, that took so long. */
    Verdict after(Duration all) {
        return new Verdict(lesson, program, result, facts, message, all, cluster, seed);
    }

    /** Returns whether a fact is skipped for the trouble that the message tells of. */
    boolean isSpared(FactResult fact) {
        return result == Result.SICK && fact.seen().equals(spared(message));
    }

    private static String spared(String trouble) {
        return "cannot be judged: " + trouble.replace('\n', ' ');
    }

    /** Returns how many facts came out in a way. */
    public long count(FactResult.Outcome outcome) {
        return facts.stream().filter(fact -> fact.outcome() == outcome).count();
    }
}

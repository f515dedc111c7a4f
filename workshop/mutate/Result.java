package workshop.mutate;

import java.util.Locale;
import java.util.Optional;
import workshop.verdict.Verdict;

/**
 * What has come of a mutant.
 *
 * @param id      the mutant's
 * @param outcome in a word
 * @param check   the state of the check that judged it, as {@link CheckState} tells it
 * @param said    the fact that caught it; for an undecided one what was in the way; else empty
 */
public record Result(String id, Outcome outcome, String check, String said) {

    private static final String BETWEEN = "\t";
    private static final int PARTS = 4;

    /** Takes what was said as one line. */
    public Result {
        said = said.strip().replaceAll("\\s+", " ");
    }

    /** What may come of a mutant. */
    public enum Outcome {
        /** A fact does not hold. */
        CAUGHT,
        /** Every fact holds. */
        SURVIVED,
        /** It does not compile, or does not start: none. */
        NO_PROGRAM,
        /** The cluster or the machine had trouble, or a fact could not be judged, again and again. */
        UNDECIDED;

        /** Returns what a verdict comes to: only a fact that does not hold catches a mutant. */
        public static Outcome of(Verdict verdict) {
            return switch (verdict.result()) {
                case PASSED -> SURVIVED;
                case FAILED -> CAUGHT;
                case BROKEN -> NO_PROGRAM;
                case INCOMPLETE, SICK -> UNDECIDED;
            };
        }
    }

    /** Returns it as a line of a file. */
    public String line() {
        return String.join(BETWEEN, id, outcome.name().toLowerCase(Locale.ROOT), check, said);
    }

    /** Reads such a line; nothing where it is none, as the last one of a run that was killed may be. */
    public static Optional<Result> of(String line) {
        String[] parts = line.split(BETWEEN, -1);
        try {
            return parts.length != PARTS ? Optional.empty()
                    : Optional.of(new Result(parts[0], Outcome.valueOf(parts[1].toUpperCase(Locale.ROOT)), parts[2], parts[3]));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}

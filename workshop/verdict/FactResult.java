package workshop.verdict;

import workshop.process.Printable;

/**
 * One line of a verdict; what it quotes of a program is printable, for whoever reads it.
 *
 * @param name    the sentence that is true of a right program
 * @param outcome whether it is true of this one
 * @param seen    for a failed fact what the cluster showed; for a skipped one why nothing can be said; else empty
 * @param means   for a failed fact the rule behind it; else empty
 * @param lookAt  for a failed fact where to look; else empty
 */
public record FactResult(String name, Outcome outcome, String seen, String means, String lookAt) {

    /** Takes texts as they are. */
    public FactResult {
        name = Printable.line(name);
        seen = Printable.line(seen);
        means = Printable.line(means);
        lookAt = Printable.line(lookAt);
    }

    /** Returns the same fact where nothing can be said of it, whatever it seemed to be. */
    FactResult skipped(String why) {
        return new FactResult(name, Outcome.SKIPPED, why, "", "");
    }

    /** Whether a fact holds. */
    public enum Outcome {
        /** It holds. */
        PASSED,
        /** It does not hold. */
        FAILED,
        /** Nothing can be said. */
        SKIPPED;

        /** Returns the name as reports write it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}

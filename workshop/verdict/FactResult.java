package workshop.verdict;

/**
 * One line of a verdict.
 *
 * @param name    the sentence that is true of a right program
 * @param outcome whether it is true of this one
 * @param seen    for a failed fact what the cluster showed; for a skipped one why nothing can be said; else empty
 * @param means   for a failed fact the rule behind it; else empty
 * @param lookAt  for a failed fact where to look; else empty
 */
public record FactResult(String name, Outcome outcome, String seen, String means, String lookAt) {

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

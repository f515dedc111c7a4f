package workshop.bench;

import java.util.List;
import java.util.Locale;

/**
 * How long something took for each of several programs, as multiples of what the solution takes in all.
 *
 * @param sorted the multiples, the smallest first
 */
public record Multiples(List<Double> sorted) {

    /** Takes them in any order. */
    public Multiples {
        sorted = sorted.stream().sorted().toList();
    }

    /**
     * Returns the smallest one that is not below those of this share of the programs.
     *
     * @param share above 0 and at most 1: 0.95 for the one that 95 % keep to
     */
    public double at(double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    /** Returns the median, and what 90 and 95 of a hundred keep to; dashes where there are no programs. */
    public String line() {
        return sorted.isEmpty() ? "    –     –     –" : String.format(Locale.ROOT, "%5.2f %5.2f %5.2f", at(0.5), at(0.9), at(0.95));
    }
}

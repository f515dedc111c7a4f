package workshop.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A line of the table: what was measured, what it may cost, and what it cost each time.
 *
 * @param what     what was measured
 * @param atMost   what it may cost
 * @param unit     {@code s}, {@code MB} or {@code times}
 * @param measured one figure a run
 */
record Row(String what, double atMost, String unit, List<Double> measured) {

    double median() {
        List<Double> sorted = measured.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Returns the line of the table. */
    String line() {
        return String.format(Locale.ROOT, "%-74s %9s %9s %17s %s", what, figure(atMost), figure(median()),
                figure(Collections.min(measured)) + " – " + figure(Collections.max(measured)),
                median() <= atMost ? "ok" : "over");
    }

    static String header() {
        return String.format(Locale.ROOT, "%-74s %9s %9s %17s", "what", "at most", "median", "range");
    }

    private String figure(double value) {
        return String.format(Locale.ROOT, !unit.equals("MB") ? "%.2f %s" : "%.0f %s", value, unit);
    }
}

package workshop.mutate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import workshop.verdict.Lesson;

/**
 * What has come of the mutants of a lesson.
 *
 * @param fates each mutant that is a program, and what has come of it
 * @param left  how many nobody has judged yet
 */
public record Report(Map<Mutant, Fate> fates, int left) {

    /** What has come of one; the reason is that of an equivalent, the fact or the trouble else. */
    public record Fate(Kind kind, String said) {
    }

    /** What may come of one. */
    public enum Kind { CAUGHT, SURVIVED, UNDECIDED, EQUIVALENT }

    /**
     * Puts it together.
     *
     * @param results returns what has come of a mutant, if it was judged
     */
    public static Report of(List<Mutant> mutants, Equivalents equivalents, Function<Mutant, Optional<Result>> results) {
        Map<Mutant, Fate> fates = new LinkedHashMap<>();
        int left = 0;
        for (Mutant mutant : mutants) {
            Optional<String> reason = equivalents.reason(mutant);
            Optional<Result> result = results.apply(mutant);
            if (reason.isPresent()) {
                fates.put(mutant, new Fate(Kind.EQUIVALENT, reason.get()));
            } else if (result.isEmpty()) {
                left++;
            } else if (result.get().outcome() != Result.Outcome.NO_PROGRAM) {
                fates.put(mutant, new Fate(Kind.valueOf(result.get().outcome().name()), result.get().said()));
            }
        }
        return new Report(fates, left);
    }

    /** Returns how many have this come of them. */
    public long count(Kind kind) {
        return fates.values().stream().filter(fate -> fate.kind() == kind).count();
    }

    /** Returns how many of a hundred were caught of those that are no equivalents, rounded down: what is undecided was not caught. */
    public long score() {
        long wrong = fates.size() - count(Kind.EQUIVALENT);
        return wrong == 0 ? 100 : 100 * count(Kind.CAUGHT) / wrong;
    }

    /** Returns whether all were judged, and none that is wrong has passed. */
    public boolean isClean() {
        return left == 0 && count(Kind.SURVIVED) == 0 && count(Kind.UNDECIDED) == 0;
    }

    /** Returns the lines: a table by mutators, the survivors with their differences, what is open, and the score. */
    public List<String> lines(Lesson lesson) {
        List<String> lines = new ArrayList<>(table());
        fates.forEach((mutant, fate) -> {
            if (fate.kind() == Kind.SURVIVED) {
                lines.add("");
                lines.add("survived: " + mutant.headline());
                lines.addAll(mutant.difference());
            }
        });
        lines.add("");
        fates.forEach((mutant, fate) -> {
            if (fate.kind() == Kind.UNDECIDED) {
                lines.add("undecided: " + mutant.headline() + ": " + fate.said());
            }
        });
        if (left > 0) {
            lines.add(left + " more are to be judged, or do not compile: type the command again.");
        }
        if (count(Kind.UNDECIDED) > 0) {
            lines.add(count(Kind.UNDECIDED) + " undecided, which count as not caught.");
        }
        lines.add(String.format(Locale.ROOT, "lesson %s: %d mutants, %d caught, %d survived, %d equivalent, score %d %%",
                lesson.number(), fates.size(), count(Kind.CAUGHT), count(Kind.SURVIVED), count(Kind.EQUIVALENT), score()));
        return lines;
    }

    private List<String> table() {
        Map<String, int[]> counts = new LinkedHashMap<>();
        Mutators.ALL.forEach(mutator -> counts.put(mutator.name(), new int[Kind.values().length]));
        fates.forEach((mutant, fate) -> counts.get(mutant.mutator())[fate.kind().ordinal()]++);
        List<String> lines = new ArrayList<>(List.of(String.format(Locale.ROOT, "%-46s%8s%10s%11s%12s", "mutator", "caught",
                "survived", "undecided", "equivalent")));
        counts.forEach((name, count) -> {
            if (count[0] + count[1] + count[2] + count[3] > 0) {
                lines.add(String.format(Locale.ROOT, "%-46s%8d%10d%11d%12d", name, count[0], count[1], count[2], count[3]));
            }
        });
        return lines;
    }
}

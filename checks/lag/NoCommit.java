package checks.lag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.check.Printed;
import workshop.check.Wrong;

/**
 * What a program of lesson 08 prints as committed where nothing is. The form of a line is free; but one that has the form of a
 * line with a commit, number for number, has a number in the place of the commit too.
 */
public final class NoCommit {

    private NoCommit() {
    }

    /**
     * Judges what is printed for the partitions without a commit.
     *
     * @param lags of a group, with all of its right figures in what was printed
     */
    public static void judge(List<PartitionLag> lags, Printed printed) {
        Set<String> usual = lags.stream().filter(PartitionLag::hasCommit)
                .flatMap(lag -> forms(lag, printed, lags)).collect(Collectors.toSet());
        List<PartitionLag> without = lags.stream().filter(lag -> !lag.hasCommit()).toList();
        // the one that shows best from where the number comes
        first(without, lag -> isOfUsualForm(lag, printed, lags, usual) && lag.beginning() > 0)
                .or(() -> first(without, lag -> isOfUsualForm(lag, printed, lags, usual))).ifPresent(lag -> {
                    throw wrong(lag, part(lag, printed, lags).orElseThrow());
                });
    }

    private static Optional<PartitionLag> first(List<PartitionLag> some, Predicate<PartitionLag> which) {
        return some.stream().filter(which).findFirst();
    }

    // a program may print more than one line, and one of them says it
    private static boolean isOfUsualForm(PartitionLag lag, Printed printed, List<PartitionLag> all, Set<String> usual) {
        List<String> forms = forms(lag, printed, all).toList();
        return !forms.isEmpty() && usual.containsAll(forms);
    }

    private static Stream<String> forms(PartitionLag lag, Printed printed, List<PartitionLag> all) {
        return parts(lag, printed, all).stream()
                .map(part -> part.replaceAll("\\d+", "0").replaceAll("\\s+", " ").strip());
    }

    private static Optional<String> part(PartitionLag lag, Printed printed, List<PartitionLag> all) {
        return parts(lag, printed, all).stream().findFirst();
    }

    /** Returns the lines, or the parts of a line with several partitions, that have all figures of this one and of no other. */
    private static List<String> parts(PartitionLag lag, Printed printed, List<PartitionLag> all) {
        List<String> parts = new ArrayList<>();
        for (String line : printed.lines()) {
            List<String> pieces = of(line, all) > 1 ? List.of(line.split("(?<=[}\\])])")) : List.of(line);
            pieces.stream().filter(piece -> has(lag, piece) && of(piece, all) == 1).forEach(parts::add);
        }
        return parts;
    }

    private static long of(String text, List<PartitionLag> all) {
        return all.stream().filter(lag -> has(lag, text)).count();
    }

    private static boolean has(PartitionLag lag, String text) {
        return lag.claims(text, lag.lag()) || lag.claims(text, lag.left());
    }

    private static Wrong wrong(PartitionLag lag, String line) {
        Wrong wrong = Verdicts.printed(lag, line);
        return lag.beginning() > 0 && PartitionLag.says(line, lag.beginning())
                ? wrong.means("whoever reads that takes the beginning, " + lag.beginning() + ", for the group's bookmark. "
                                + "Where one consumer would begin, its position() says; the group has said nothing.")
                        .lookAt("what do you print as committed where the group has committed nothing?")
                : wrong.means("whoever reads that takes the number for the group's bookmark. 0 is a commit like any other: a "
                                + "group that has it says where it goes on. This one has said nothing, which a dash, -1 or a "
                                + "word tells.")
                        .lookAt("what do you print as committed where the group has committed nothing?");
    }
}

package workshop.check;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.program.ProgramRun;

/**
 * What a program has printed, on whichever stream: a logger writes on standard error, which is as good. A check looks for
 * names and numbers anywhere in it and leaves the form to the learner.
 */
public final class Printed {

    // a number may follow a letter, a minus or dots, as in orders-3@57 and offset....57, but is no part of 99.99
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)(?<!\\d\\.)\\d{1,18}");
    private static final int QUOTED_LINES = 3;

    private final List<String> lines;

    private Printed(List<String> lines) {
        this.lines = lines;
    }

    /** Returns what a program has printed so far. */
    public static Printed by(ProgramRun run) {
        return new Printed(Stream.concat(run.output().lines().stream(), run.errors().lines().stream()).toList());
    }

    /** Returns whether a text is anywhere in it. */
    public boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Returns whether a number is anywhere in it, by itself or beside other characters than digits. */
    public boolean has(long number) {
        return numbers().contains(number);
    }

    /** Returns the first lines, to quote in a verdict: {@code nothing} where there are none. */
    public String quoted() {
        List<String> spoken = lines.stream().filter(line -> !line.isBlank()).limit(QUOTED_LINES).toList();
        return spoken.isEmpty() ? "nothing" : String.join(" / ", spoken);
    }

    private Set<Long> numbers() {
        return lines.stream().flatMap(line -> NUMBER.matcher(line).results()).map(match -> Long.parseLong(match.group()))
                .collect(Collectors.toSet());
    }
}

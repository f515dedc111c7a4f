package workshop.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workshop.program.ProgramRun;

/**
 * What a program has printed, on whichever stream: a logger writes on standard error, which is as good. A check looks for
 * names and numbers anywhere in it and leaves the form to the learner.
 */
public final class Printed {

    // whatever stands around it, as in orders-3@57, 3.57 or offset....57
    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,18}(?!\\d)");
    // 17345, also as 17.345 or 17,345
    private static final String GROUPED = "[1-9]\\d{0,2}(?:[.,'’_\\u00a0\\u202f]\\d{3})+(?!\\d)";
    private static final String NOTHING = "nothing";
    private static final String CAUSE = "Caused by: ";
    private static final String DIED_OF = "Exception in thread \"";
    // a frame of a stack trace, or how many of them are left out
    private static final Pattern FRAME = Pattern.compile("^\\s+(at .+\\(.*\\)|\\.\\.\\. \\d+ (more|common frames omitted))$");
    private static final Pattern NAME_OF_AN_EXCEPTION = Pattern.compile("\\b[\\w$]+(Exception|Error)\\b");
    private static final int QUOTED_LINES = 3;
    // of what was thrown, so that there is room for its cause
    private static final int QUOTED_OF_IT = 180;
    private static final int QUOTED_LENGTH = 300;

    private final List<String> lines;

    private Printed(List<String> lines) {
        this.lines = lines;
    }

    /** Returns what a program has printed so far. */
    public static Printed by(ProgramRun run) {
        return new Printed(Stream.concat(run.output().lines().stream(), run.errors().lines().stream()).toList());
    }

    /** Returns what consists of these lines. */
    public static Printed of(String... lines) {
        return new Printed(List.of(lines));
    }

    /** Returns the same without some of the lines. */
    public Printed without(Predicate<String> some) {
        return new Printed(lines.stream().filter(some.negate()).toList());
    }

    /** Returns the lines, those of standard output first. */
    public List<String> lines() {
        return lines;
    }

    /** Returns whether a text is anywhere in it. */
    public boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    /** Returns whether a number is anywhere in it, by itself or beside other characters than digits. */
    public boolean has(long number) {
        return numbers().contains(number);
    }

    /**
     * Returns whether a line says how many there are of something. Where a line has a number for each word, they belong
     * together in turn. Otherwise the number stands beside the word, or anywhere in a line that speaks of nothing else.
     *
     * @param words what the program counts, in lower case
     */
    public boolean counts(String word, long number, List<String> words) {
        Pattern token = Pattern.compile("(" + String.join("|", words) + ")|" + GROUPED + "|\\d+", Pattern.CASE_INSENSITIVE);
        return lines.stream().anyMatch(line -> counts(token.matcher(line).results().map(each -> each.group(1) == null
                ? each.group().replaceAll("\\D", "") : each.group().toLowerCase(Locale.ROOT)).toList(),
                word, String.valueOf(number), words));
    }

    private static boolean counts(List<String> tokens, String word, String number, List<String> words) {
        List<String> named = tokens.stream().filter(words::contains).toList();
        List<String> figures = tokens.stream().filter(each -> !words.contains(each)).toList();
        if (named.stream().distinct().count() == 1) {
            return named.contains(word) && figures.contains(number);
        }
        if (named.size() == figures.size() && areInTurn(tokens, words)) {
            return IntStream.range(0, named.size()).anyMatch(i -> isPair(named.get(i), figures.get(i), word, number));
        }
        return IntStream.range(1, tokens.size()).anyMatch(i -> isPair(tokens.get(i - 1), tokens.get(i), word, number)
                || isPair(tokens.get(i), tokens.get(i - 1), word, number));
    }

    // a word, a number, a word, a number; or first all words
    private static boolean areInTurn(List<String> tokens, List<String> words) {
        return IntStream.range(1, tokens.size())
                .allMatch(i -> words.contains(tokens.get(i - 1)) != words.contains(tokens.get(i)))
                || words.containsAll(tokens.subList(0, tokens.size() / 2));
    }

    private static boolean isPair(String one, String other, String word, String number) {
        return one.equals(word) && other.equals(number);
    }

    /**
     * Returns what to quote in a verdict: what was thrown and its cause, where something was, then the first lines, and no frame
     * of a stack trace; {@code nothing} where there is none.
     */
    public String quoted() {
        Optional<String> thrown = thrown();
        Optional<String> cause = spoken().filter(line -> line.startsWith(CAUSE)).reduce((one, next) -> next)
                // an ExecutionException, for one, says itself what its cause says
                .filter(line -> thrown.filter(all -> all.endsWith(line.substring(CAUSE.length()).strip())).isEmpty());
        Stream<String> first = spoken().filter(line -> !line.startsWith(CAUSE) && !thrown.equals(Optional.of(line)))
                .limit(QUOTED_LINES);
        String quoted = Stream.of(thrown.map(line -> cause.isEmpty() ? line : cut(line, QUOTED_OF_IT)).stream(), cause.stream(),
                first).flatMap(each -> each).map(String::strip).collect(Collectors.joining(" / "));
        return quoted.isEmpty() ? NOTHING : quote(quoted);
    }

    // what ended a thread, or the line above a stack trace, or the last that names an exception
    private Optional<String> thrown() {
        Optional<String> diedOf = lines.stream().filter(line -> line.startsWith(DIED_OF)).findFirst();
        Optional<String> traced = IntStream.range(1, lines.size()).filter(n -> FRAME.matcher(lines.get(n)).find())
                .mapToObj(n -> lines.get(n - 1)).filter(line -> !line.isBlank() && !FRAME.matcher(line).find()
                        && !line.startsWith(CAUSE)).findFirst();
        return diedOf.or(() -> traced).or(() -> spoken().filter(line -> !line.startsWith(CAUSE)
                && NAME_OF_AN_EXCEPTION.matcher(line).find()).reduce((one, next) -> next));
    }

    private Stream<String> spoken() {
        return lines.stream().filter(line -> !line.isBlank() && !FRAME.matcher(line).find());
    }

    /** Returns whether there is nothing to quote. */
    public boolean saysNothing() {
        return spoken().findFirst().isEmpty();
    }

    /** Returns the end of a sentence about the program: what it has said, if anything. */
    public String said() {
        return saysNothing() ? "." : ", having said: " + quoted();
    }

    /** Returns a text of a program as a verdict can quote it: in one line, and not longer than a few. */
    public static String quote(String text) {
        return cut(text.replaceAll("\\s", " "), QUOTED_LENGTH);
    }

    private static String cut(String line, int length) {
        return line.codePointCount(0, line.length()) <= length ? line
                : line.substring(0, line.offsetByCodePoints(0, length)) + "…";
    }

    private Set<Long> numbers() {
        return lines.stream().flatMap(line -> numbers(line).stream()).collect(Collectors.toSet());
    }

    /** Returns the numbers in a line, from left to right, whatever stands around them. */
    public static List<Long> numbers(String line) {
        return NUMBER.matcher(line).results().map(match -> Long.parseLong(match.group())).toList();
    }
}

package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.verdict.Lesson;

/**
 * A program whose verdict is known: its first line says which.
 *
 * @param file     the program
 * @param kind     the verdict
 * @param findings for a wrong one the facts that may catch it, and what each has to say; else empty
 * @param phrase   for a broken one what the verdict has to say; else empty
 */
record CorpusProgram(Path file, Kind kind, List<Finding> findings, String phrase) {

    /** The fact that is to catch a wrong program, and what it is to say. */
    record Finding(int fact, String phrase) {
    }

    enum Kind { RIGHT, WRONG, BROKEN }

    private static final Pattern WRONG = Pattern.compile("// Caught by (.+)");
    // one fact or, where it depends on the moment which of a mistake's effects is seen, another
    private static final Pattern FINDING = Pattern.compile("fact (\\d+), which says: (.+)");
    private static final Pattern BROKEN = Pattern.compile("// Broken: (.+)");
    private static final Pattern RIGHT = Pattern.compile("// Right: .+");

    /** Returns what the self-test calls it. */
    String name() {
        String program = file.getFileName().toString().replace(".java", "");
        return switch (kind) {
            case RIGHT -> "right: " + program + " passes";
            case WRONG -> "wrong: " + program + " is caught by fact " + findings.stream()
                    .map(finding -> String.valueOf(finding.fact())).collect(Collectors.joining(" or "));
            case BROKEN -> "broken: " + program + " is told why";
        };
    }

    /** Returns the corpus of a lesson, wrong programs first. */
    static List<CorpusProgram> of(Lesson lesson) {
        try {
            return Stream.concat(lesson.corpus("wrong").stream(), lesson.corpus("right").stream()).map(CorpusProgram::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusProgram read(Path file) {
        String header;
        try (Stream<String> lines = Files.lines(file)) {
            header = lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher wrong = WRONG.matcher(header);
        if (wrong.matches()) {
            return new CorpusProgram(file, Kind.WRONG, Stream.of(wrong.group(1).split("; or by "))
                    .map(finding -> finding(file, finding)).toList(), "");
        }
        Matcher broken = BROKEN.matcher(header);
        if (broken.matches()) {
            return new CorpusProgram(file, Kind.BROKEN, List.of(), broken.group(1));
        }
        if (RIGHT.matcher(header).matches()) {
            return new CorpusProgram(file, Kind.RIGHT, List.of(), "");
        }
        throw unknown(file);
    }

    private static Finding finding(Path file, String text) {
        Matcher finding = FINDING.matcher(text);
        if (!finding.matches()) {
            throw unknown(file);
        }
        return new Finding(Integer.parseInt(finding.group(1)), finding.group(2));
    }

    private static IllegalStateException unknown(Path file) {
        return new IllegalStateException(file + " does not begin with // Caught by fact N, which says: …, // Right: … or "
                + "// Broken: …");
    }
}

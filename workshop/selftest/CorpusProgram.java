package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.verdict.Lesson;

/**
 * A program whose verdict is known: its first line says which.
 *
 * @param file   the program
 * @param kind   the verdict
 * @param fact   for a wrong one the fact that catches it, as the check counts them; else 0
 * @param phrase what the verdict has to say; empty for a right one
 */
record CorpusProgram(Path file, Kind kind, int fact, String phrase) {

    enum Kind { RIGHT, WRONG, BROKEN }

    private static final Pattern WRONG = Pattern.compile("// Caught by fact (\\d+), which says: (.+)");
    private static final Pattern BROKEN = Pattern.compile("// Broken: (.+)");
    private static final Pattern RIGHT = Pattern.compile("// Right: .+");

    /** Returns what the self-test calls it. */
    String name() {
        String program = file.getFileName().toString().replace(".java", "");
        return switch (kind) {
            case RIGHT -> "right: " + program + " passes";
            case WRONG -> "wrong: " + program + " is caught by fact " + fact;
            case BROKEN -> "broken: " + program + " is told why";
        };
    }

    /** Returns the corpus of a lesson, wrong programs first. */
    static List<CorpusProgram> of(Lesson lesson) {
        return Stream.concat(in(lesson.corpus().resolve("wrong")), in(lesson.corpus().resolve("right"))).toList();
    }

    private static Stream<CorpusProgram> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream()
                    .map(CorpusProgram::read);
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
            return new CorpusProgram(file, Kind.WRONG, Integer.parseInt(wrong.group(1)), wrong.group(2));
        }
        Matcher broken = BROKEN.matcher(header);
        if (broken.matches()) {
            return new CorpusProgram(file, Kind.BROKEN, 0, broken.group(1));
        }
        if (RIGHT.matcher(header).matches()) {
            return new CorpusProgram(file, Kind.RIGHT, 0, "");
        }
        throw new IllegalStateException(file + " does not begin with // Caught by fact N, which says: …, // Right: … or "
                + "// Broken: …");
    }
}

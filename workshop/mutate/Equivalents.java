package workshop.mutate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.verdict.Lesson;

/**
 * The mutants that are right programs after all, each with its reason: {@code checks/corpus/NN-name/equivalent.txt}. An entry is a
 * paragraph: the program and a colon, the lines that go and come with {@code -} and {@code +} before them, and the reason. In place of
 * the first two it may have the mutant's id.
 */
public record Equivalents(List<Entry> entries) {

    private static final String ID = "[0-9a-f]{12}";
    private static final String CHANGED = "[-+]( .*)?";

    /** One entry; the program is empty where it is an id that names the mutant. */
    public record Entry(String program, List<String> changed, String reason) {

        private boolean names(Mutant mutant) {
            return program.isEmpty() ? changed.equals(List.of(mutant.id()))
                    : program.equals(mutant.program()) && changed.equals(mutant.changedLines());
        }
    }

    /**
     * Reads those of a lesson; there need not be a file.
     *
     * @throws IOException where it cannot be read
     */
    public static Equivalents of(Lesson lesson) throws IOException {
        Path file = lesson.corpus().resolve("equivalent.txt");
        return of(Files.exists(file) ? Files.readString(file) : "");
    }

    /**
     * Reads entries with an empty line between them; lines that begin with {@code #} are for the reader.
     *
     * @throws IOException where a paragraph is no entry, or says no reason
     */
    public static Equivalents of(String text) throws IOException {
        List<String> paragraphs = Stream.of(text.lines().filter(line -> !line.startsWith("#")).map(String::strip)
                .collect(Collectors.joining("\n")).split("\n\n+")).map(String::strip)
                .filter(paragraph -> !paragraph.isEmpty()).toList();
        List<Entry> entries = new ArrayList<>();
        for (String paragraph : paragraphs) {
            entries.add(entry(paragraph));
        }
        return new Equivalents(entries);
    }

    private static Entry entry(String paragraph) throws IOException {
        List<String> lines = paragraph.lines().toList();
        boolean byId = lines.get(0).matches(ID);
        List<String> rest = lines.subList(1, lines.size());
        List<String> changed = byId ? lines.subList(0, 1) : rest.stream().filter(line -> line.matches(CHANGED)).toList();
        String reason = String.join(" ", rest.stream().filter(line -> byId || !line.matches(CHANGED)).toList());
        if (changed.isEmpty() || reason.isBlank() || !byId && !lines.get(0).endsWith(":")) {
            throw new IOException("equivalent.txt: an entry has a program and a colon, or an id; the lines that change; and a reason; "
                    + "not so the one that begins with \"" + lines.get(0) + "\"");
        }
        return new Entry(byId ? "" : lines.get(0).substring(0, lines.get(0).length() - 1), changed, reason);
    }

    /** Returns why a mutant is a right program; nothing where it is not known to be one. */
    public Optional<String> reason(Mutant mutant) {
        return entries.stream().filter(entry -> entry.names(mutant)).map(Entry::reason).findFirst();
    }

    /** Returns the entries that name none of these mutants: the program has changed, or the entry was never right. */
    public List<Entry> stale(List<Mutant> mutants) {
        return entries.stream().filter(entry -> mutants.stream().noneMatch(entry::names)).toList();
    }
}

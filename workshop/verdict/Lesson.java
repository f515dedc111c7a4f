package workshop.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import workshop.check.Fact;

/**
 * A lesson of the course and where its parts are. They are found by their names: {@code lessons/NN-name/Name.java} and its
 * {@code README.md}, {@code solutions/NN-name/Name.java}, {@code checks/NameCheck.java}, {@code checks/corpus/NN-name}.
 *
 * @param root   the folder of the workshop
 * @param folder {@code NN-name}
 * @param name   {@code Name}
 */
public record Lesson(Path root, String folder, String name) {

    /** How many hints a lesson has, each saying more than the one before. */
    public static final int DEGREES = 3;

    private static final String NOW_KNOWN = "## You now know";

    /** Returns the number, two digits. */
    public String number() {
        return folder.substring(0, 2);
    }

    /** Returns the title as people write it: {@code First producer}. */
    public String title() {
        String words = folder.substring(3).replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Returns the learner's script. */
    public Path script() {
        return root.resolve("lessons").resolve(folder).resolve(name + ".java");
    }

    /** Returns the script as it was before a learner touched it. */
    public Path stub() {
        return root.resolve("workshop/stubs").resolve(folder).resolve(name + ".java");
    }

    /** Returns the text of the lesson. */
    public Path readme() {
        return root.resolve("lessons").resolve(folder).resolve("README.md");
    }

    /** Returns the file that says what the program is given when it is run by hand; a lesson need not have one. */
    public Path runFile() {
        return root.resolve("lessons").resolve(folder).resolve("run.properties");
    }

    /** Returns the file with the hints. */
    public Path hintFile() {
        return root.resolve("lessons").resolve(folder).resolve("hints.txt");
    }

    /**
     * Returns the hints: a nudge, the idea, what to look up. In the file they are paragraphs with an empty line between them.
     *
     * @throws IOException where they cannot be read
     */
    public List<String> hints() throws IOException {
        return Stream.of(Files.readString(hintFile()).strip().split("\\R\\s*\\R")).map(hint -> hint.replaceAll("\\s+", " "))
                .toList();
    }

    /**
     * Returns what somebody knows who has passed: the list under the last headline of the text.
     *
     * @throws IOException where it cannot be read
     */
    public List<String> nowKnown() throws IOException {
        List<String> lines = Files.readAllLines(readme());
        return lines.subList(lines.lastIndexOf(NOW_KNOWN) + 1, lines.size()).stream().filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2)).toList();
    }

    /** Returns the sentences of the facts that the check establishes, in their order. */
    public List<String> facts() {
        try {
            return Stream.of(Class.forName(checkClass()).getDeclaredMethods()).map(method -> method.getAnnotation(Fact.class))
                    .filter(Objects::nonNull).sorted(Comparator.comparing(Fact::order)).map(Fact::value).toList();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("lessons/Lessons.java does not name " + check(), e);
        }
    }

    /** Returns the solution. */
    public Path solution() {
        return root.resolve("solutions").resolve(folder).resolve(name + ".java");
    }

    /** Returns the source of the check. */
    public Path check() {
        return root.resolve("checks").resolve(name + "Check.java");
    }

    /** Returns the folder of what the check needs of its own; not every check has one. */
    public Path checkParts() {
        return root.resolve("checks").resolve(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the name of the class of the check. */
    public String checkClass() {
        return "checks." + name + "Check";
    }

    /** Returns the folder of the programs with a known verdict. */
    public Path corpus() {
        return root.resolve("checks").resolve("corpus").resolve(folder);
    }

    /**
     * Returns programs of the corpus, by their names.
     *
     * @param kind {@code wrong} or {@code right}, as the folder is called
     * @throws IOException where there is no such folder, or it cannot be read
     */
    public List<Path> corpus(String kind) throws IOException {
        try (Stream<Path> files = Files.list(corpus().resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    /** Returns whether a person means this lesson: by its number, or by a part of its name. */
    boolean isMeantBy(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.matches("\\d+")) {
            return number().replaceFirst("^0", "").equals(wanted.replaceFirst("^0+", ""));
        }
        return !wanted.isBlank() && (folder.contains(wanted) || name.toLowerCase(Locale.ROOT).contains(wanted));
    }
}

package workshop.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lessons.Lessons;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The lessons, and the folder in which their parts lie.
 *
 * @param root    the folder
 * @param lessons in the order of their numbers
 */
public record Course(Path root, List<Lesson> lessons) {

    // told by the launcher of commands from anywhere: the learner's folder in that one, else the copy in the cache
    private static final String OWN = System.getProperty("workshop.own");
    private static final String COPY = System.getProperty("workshop.copy");

    /** What a person asked for does not exist, in words for that person. */
    public static final class UnknownLessonException extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownLessonException(String message) {
            super(message);
        }
    }

    /**
     * Finds the copy of the workshop that a folder lies in, else the learner's that lies in that one.
     *
     * @throws UnknownLessonException where it lies in none
     */
    public static Course around(Path folder) throws UnknownLessonException {
        for (Path root = folder.toAbsolutePath(); root != null; root = root.getParent()) {
            if (Files.isRegularFile(root.resolve("jbang-catalog.json")) && Files.isDirectory(root.resolve("lessons"))) {
                return in(root);
            }
        }
        if (OWN != null) {
            return in(Path.of(OWN));
        }
        throw new UnknownLessonException("there is no copy of the workshop in " + folder.toAbsolutePath() + " or above it. "
                + (COPY == null ? "Clone the repository and type this in its folder."
                        : "The command three-brokers makes one, typed as this one."));
    }

    /**
     * Finds the course as {@link #around} does or, for those who call the workshop by the name of its repository, the copy that was
     * fetched for it.
     *
     * @throws UnknownLessonException where there is neither
     */
    public static Course orCopy(Path folder) throws UnknownLessonException {
        try {
            return around(folder);
        } catch (UnknownLessonException none) {
            if (COPY == null) {
                throw none;
            }
            return in(Path.of(COPY));
        }
    }

    /**
     * Returns the course as {@link #orCopy} does or, where there is none, the lessons without their parts: enough to judge a program.
     */
    public static Course anywhere(Path folder) {
        try {
            return orCopy(folder);
        } catch (UnknownLessonException none) {
            return in(folder);
        }
    }

    /** Returns whether its scripts are the learner's: not where it is the copy in the cache. */
    public boolean isLearners() {
        return COPY == null || !root.equals(Path.of(COPY));
    }

    private static Course in(Path root) {
        return new Course(root, Lessons.ALL.stream().map(lesson -> lesson.split("/"))
                .map(folderAndName -> new Lesson(root, folderAndName[0], folderAndName[1])).toList());
    }

    /**
     * Returns the topics of the playground, with three replicas each.
     *
     * @throws IOException where the file that names them cannot be read
     */
    public List<NewTopic> topics() throws IOException {
        // a line a topic: its name and its number of partitions
        return Files.readAllLines(root.resolve("lessons/topics.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .map(words -> new NewTopic(words[0], Integer.parseInt(words[1]), (short) 3))
                .toList();
    }

    /**
     * Returns the lessons that a person means by some words, each once: "first producer" without its hyphen is one lesson, not two.
     *
     * @throws UnknownLessonException where a word is none, or more than one
     */
    public List<Lesson> lessons(List<String> words) throws UnknownLessonException {
        Set<Lesson> meant = new LinkedHashSet<>();
        for (String word : words) {
            meant.add(lesson(word));
        }
        return List.copyOf(meant);
    }

    /**
     * Returns the one lesson that a person means by a number or a part of a name.
     *
     * @throws UnknownLessonException where there is none, or more than one
     */
    public Lesson lesson(String word) throws UnknownLessonException {
        List<Lesson> meant = lessons.stream().filter(lesson -> lesson.isMeantBy(word)).toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        List<Lesson> offered = meant.isEmpty() ? lessons : meant;
        throw new UnknownLessonException((meant.isEmpty() ? "there is no lesson " : "more than one lesson is called ")
                + word + ". " + (meant.isEmpty() ? "The lessons are " : "It may be ")
                + offered.stream().map(Lesson::folder).collect(Collectors.joining(", ")) + ".");
    }
}

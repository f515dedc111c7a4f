package workshop.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lessons, as they lie in the folder of the workshop.
 *
 * @param root    the folder
 * @param lessons in the order of their numbers
 */
public record Course(Path root, List<Lesson> lessons) {

    /** What a person asked for does not exist, in words for that person. */
    public static final class UnknownLessonException extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownLessonException(String message) {
            super(message);
        }
    }

    /**
     * Finds the workshop that a folder lies in.
     *
     * @throws UnknownLessonException where it lies in none
     */
    public static Course around(Path folder) throws UnknownLessonException {
        for (Path root = folder.toAbsolutePath(); root != null; root = root.getParent()) {
            if (Files.isRegularFile(root.resolve("jbang-catalog.json")) && Files.isDirectory(root.resolve("lessons"))) {
                try {
                    return new Course(root, Lesson.in(root));
                } catch (IOException e) {
                    throw new UnknownLessonException("cannot read the lessons in " + root + ": " + e.getMessage());
                }
            }
        }
        throw new UnknownLessonException("there is no copy of the workshop in " + folder.toAbsolutePath()
                + " or above it. Clone the repository and type this in its folder.");
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

package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** A copy of the course that a test may work in as a learner does. */
final class CourseCopy {

    private static final List<String> PARTS = List.of("jbang", "jbang.cmd", "jbang-catalog.json", ".jbang", "lessons", "solutions",
            "workshop/stubs");

    private CourseCopy() {
    }

    /** Copies a course, its scripts as they were at the beginning, into an empty folder. */
    static Course of(Course course, Path folder) throws IOException {
        for (String part : PARTS) {
            try (Stream<Path> files = Files.walk(course.root().resolve(part))) {
                files.forEach(file -> copy(file, folder.resolve(course.root().relativize(file).toString())));
            }
        }
        Course copy = new Course(folder, course.lessons().stream()
                .map(lesson -> new Lesson(folder, lesson.folder(), lesson.name())).toList());
        for (Lesson lesson : copy.lessons()) {
            Files.writeString(lesson.script(), Files.readString(lesson.stub()));
        }
        return copy;
    }

    private static void copy(Path file, Path target) {
        try {
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

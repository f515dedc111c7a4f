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
            "templates", "workshop/stubs");

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

    /** Copies all of a course but what git does not keep, its scripts as they were at the beginning, into an empty folder. */
    static void whole(Course course, Path folder) throws IOException {
        try (Stream<Path> parts = Files.list(course.root())) {
            for (Path part : parts.filter(part -> !PublicHost.NOT_IN_GIT.contains(part.getFileName().toString())).toList()) {
                try (Stream<Path> files = Files.walk(part)) {
                    files.forEach(file -> copy(file, folder.resolve(course.root().relativize(file).toString())));
                }
            }
        }
        for (Lesson lesson : course.lessons()) {
            Files.writeString(folder.resolve(course.root().relativize(lesson.script()).toString()), Files.readString(lesson.stub()));
        }
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

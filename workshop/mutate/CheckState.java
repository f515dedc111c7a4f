package workshop.mutate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import workshop.verdict.Lesson;

/** Tells one state of a check from another: what an earlier one has let through, or caught, is judged again. */
final class CheckState {

    private CheckState() {
    }

    /**
     * Returns what the sources of the check, and of the folder beside it, come to.
     *
     * @throws IOException where they cannot be read
     */
    static String of(Lesson lesson) throws IOException {
        CRC32 sum = new CRC32();
        for (Path file : sources(lesson)) {
            sum.update(Files.readAllBytes(file));
        }
        return Long.toHexString(sum.getValue());
    }

    private static List<Path> sources(Lesson lesson) throws IOException {
        Path own = lesson.checkParts();
        if (!Files.isDirectory(own)) {
            return List.of(lesson.check());
        }
        try (Stream<Path> files = Files.walk(own)) {
            return Stream.concat(Stream.of(lesson.check()), files.filter(Files::isRegularFile).sorted()).toList();
        }
    }
}

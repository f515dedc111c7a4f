package workshop.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import workshop.verdict.Course;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/**
 * What a learner has passed, and when: a file in the copy of the workshop, which git ignores. A line is added for each
 * event and none is ever changed, so that two terminals, or a crash, cannot spoil what is there.
 */
public final class Progress {

    /** The name of the file. */
    public static final String FILE = "progress.txt";

    private static final String PASSED = "passed";
    private static final String RESET = "reset";
    private static final String HEAD = "# What you have passed, and when. To begin anew, delete this file.\n";

    private final Path file;

    /** Takes the course, in whose folder the file lies; it need not be there yet. */
    public Progress(Course course) {
        this.file = course.root().resolve(FILE);
    }

    /**
     * Returns when each lesson was passed, by the lesson's folder; a lesson that was reset since is not among them.
     *
     * @throws IOException where the file is there and cannot be read
     */
    public Map<String, Instant> passed() throws IOException {
        Map<String, Instant> passed = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return passed;
        }
        for (String line : Files.readString(file).split("\n")) {
            String[] words = line.strip().split(" ");
            // a line that a crash cut off says nothing, and neither does one that somebody wrote by hand
            if (words.length == 3 && words[2].equals(PASSED)) {
                time(words[0]).ifPresent(time -> passed.putIfAbsent(words[1], time));
            } else if (words.length == 3 && words[2].equals(RESET)) {
                passed.remove(words[1]);
            }
        }
        return passed;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Notes a verdict on a learner's program: where it is a pass, its lesson was passed now. Nothing else is one, least of all a
     * verdict that left facts open.
     *
     * @throws IOException where the file cannot be written
     */
    public void note(Verdict verdict) throws IOException {
        if (verdict.result() == Verdict.Result.PASSED) {
            pass(verdict.lesson());
        }
    }

    /**
     * Notes that a lesson was passed now, unless it was before.
     *
     * @throws IOException where the file cannot be written
     */
    public void pass(Lesson lesson) throws IOException {
        if (!passed().containsKey(lesson.folder())) {
            add(lesson, PASSED);
        }
    }

    /**
     * Notes that a lesson was begun anew.
     *
     * @throws IOException where the file cannot be written
     */
    public void reset(Lesson lesson) throws IOException {
        if (passed().containsKey(lesson.folder())) {
            add(lesson, RESET);
        }
    }

    private void add(Lesson lesson, String event) throws IOException {
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + lesson.folder() + " " + event + "\n";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            // in one write, so that the line of another terminal is before or after it; what a crash cut off is ended first
            String before = channel.size() == 0 ? HEAD : endsWithALine() ? "" : "\n";
            channel.write(ByteBuffer.wrap((before + line).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private boolean endsWithALine() throws IOException {
        byte[] all = Files.readAllBytes(file);
        return all.length > 0 && all[all.length - 1] == '\n';
    }
}

package workshop.learn;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/**
 * How far a learner is in the course.
 *
 * @param course the course
 * @param passed when each lesson was passed that was, by its folder
 */
public record Overview(Course course, Map<String, Instant> passed) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);

    /**
     * Reads how far the learner is.
     *
     * @throws IOException where that cannot be read
     */
    public static Overview of(Course course) throws IOException {
        return new Overview(course, new Progress(course).passed());
    }

    /** Returns the first lesson that is not passed, or nothing where all are. */
    public Optional<Lesson> next() {
        return course.lessons().stream().filter(lesson -> !isPassed(lesson)).findFirst();
    }

    /** Returns whether a lesson is passed. */
    public boolean isPassed(Lesson lesson) {
        return passed.containsKey(lesson.folder());
    }

    /** Returns how many lessons of the course are passed. */
    public int count() {
        return (int) course.lessons().stream().filter(this::isPassed).count();
    }

    /** Returns a bar over the course, a place for each lesson, and the count. */
    public String bar() {
        StringBuilder bar = new StringBuilder();
        course.lessons().forEach(lesson -> bar.append(isPassed(lesson) ? '■' : '□'));
        return bar + " " + count() + " of " + course.lessons().size() + " passed";
    }

    /** Returns a line for each lesson: whether it is passed and when, and which one is next. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Optional<Lesson> next = next();
        for (Lesson lesson : course.lessons()) {
            boolean isNext = next.isPresent() && next.get().equals(lesson);
            String mark = isPassed(lesson) ? "✓" : isNext ? "›" : " ";
            String when = isPassed(lesson) ? DAY.format(passed.get(lesson.folder()).atZone(ZoneId.systemDefault())) : "";
            lines.add(("  " + mark + " " + lesson.number() + "  " + String.format("%-20s", lesson.title()) + when).stripTrailing());
        }
        return lines;
    }

    /** Returns what to do next, in a line or two. */
    public String nextStep() {
        return next().map(lesson -> "Next: lesson " + lesson.number() + ". Read lessons/" + lesson.folder() + "/README.md, edit "
                        + lesson.name() + ".java beside it,\nand type ./jbang check " + lesson.number())
                .orElse("You have passed them all.");
    }
}

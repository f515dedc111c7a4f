package workshop.learn;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import workshop.verdict.Course;
import workshop.verdict.Lesson;
import workshop.verdict.Style;

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
    public String bar(Style style) {
        StringBuilder bar = new StringBuilder();
        course.lessons().forEach(lesson -> bar.append(isPassed(lesson) ? style.green("■") : style.dim("□")));
        return bar + " " + count() + " of " + course.lessons().size() + " lessons passed";
    }

    /** Returns a line for each lesson: whether it is passed and when, and which one is next. */
    public List<String> lines() {
        return course.lessons().stream().map(lesson -> line(lesson, next().filter(lesson::equals).isPresent())).toList();
    }

    /** Returns the line of a lesson: whether it is passed, and when; one that is marked begins with an arrow. */
    String line(Lesson lesson, boolean marked) {
        String when = isPassed(lesson) ? day(lesson) : "";
        return (" " + (marked ? "›" : " ") + " " + (isPassed(lesson) ? "✓" : " ") + " " + lesson.number() + "  "
                + String.format("%-20s", lesson.title()) + when).stripTrailing();
    }

    /** Returns the day and time at which a lesson was passed. */
    String day(Lesson lesson) {
        return DAY.format(passed.get(lesson.folder()).atZone(ZoneId.systemDefault()));
    }

    /** Returns what to do next, in a line or two. */
    public String nextStep() {
        return next().map(lesson -> "Next: lesson " + lesson.number() + ". Read lessons/" + lesson.folder() + "/README.md, edit "
                        + lesson.name() + ".java beside it, and type ./jbang check " + lesson.number())
                .orElse("You have passed them all.");
    }
}

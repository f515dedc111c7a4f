package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import workshop.learn.Overview;
import workshop.verdict.Course;
import workshop.verdict.Style;

/** Lists the lessons, and how far the learner is. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the lessons: which you have passed, which is next.")
public final class ListCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.orCopy(Path.of(""));
        Overview overview = Overview.of(course);
        Terminal.OUT.println("Three Brokers   " + overview.bar(new Style(Terminal.colour(), Style.WIDTH)) + "\n");
        overview.lines().forEach(Terminal.OUT::println);
        Terminal.OUT.println();
        Terminal.style().wrap("", course.isLearners() ? overview.nextStep() : "To begin: " + AsTyped.command("three-brokers"))
                .forEach(Terminal.OUT::println);
        return 0;
    }
}

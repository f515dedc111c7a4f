package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.learn.Difference;
import workshop.learn.Overview;
import workshop.verdict.Course;
import workshop.verdict.Lesson;
import workshop.verdict.Style;

/** Shows a solution, as a difference from the learner's program. */
@Command(name = "solution", mixinStandardHelpOptions = true,
        description = "Shows how the solution of a lesson differs from your program, once you have passed it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:the lesson is not passed yet", "2:an unknown lesson"})
public final class SolutionCommand implements Callable<Integer> {

    private static final int NOT_YET = 1;

    @Parameters(index = "0", paramLabel = "LESSON", description = "a number, or a part of a lesson's name")
    private String word;

    @Option(names = "--anyway", description = "show it though the lesson is not passed")
    private boolean anyway;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.orCopy(Path.of(""));
        Lesson lesson = course.lesson(word);
        if (!anyway && !Overview.of(course).isPassed(lesson)) {
            System.err.println("You have not passed lesson " + lesson.number() + " yet. A hint: "
                    + AsTyped.command("hint", lesson.number()) + ". The solution all the same: "
                    + AsTyped.command("solution", lesson.number(), "--anyway"));
            return NOT_YET;
        }
        Style style = Terminal.style();
        Difference.between(lesson.script(), lesson.solution())
                .forEach(line -> Difference.painted(line, style).forEach(Terminal.OUT::println));
        return 0;
    }
}

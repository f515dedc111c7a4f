package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** Prints hints on a lesson. */
@Command(name = "hint", mixinStandardHelpOptions = true,
        description = "Prints a hint on a lesson: a nudge; with 2 the idea too; with 3 what to look up.")
public final class HintCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "LESSON", description = "a number, or a part of a lesson's name")
    private String word;

    @Parameters(index = "1", paramLabel = "DEGREE", defaultValue = "1", description = "1, 2 or 3; 1 if you name none")
    private int degree;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Lesson lesson = Course.orCopy(Path.of("")).lesson(word);
        if (degree < 1 || degree > Lesson.DEGREES) {
            return Terminal.usage("there are hints 1 to " + Lesson.DEGREES);
        }
        List<String> hints = lesson.hints().subList(0, degree);
        Terminal.OUT.println(hints.stream().map(hint -> String.join("\n", Terminal.style().wrap("", hint)))
                .collect(Collectors.joining("\n\n")));
        if (degree < Lesson.DEGREES) {
            Terminal.OUT.println("\nMore: " + AsTyped.command("hint", lesson.number(), String.valueOf(degree + 1)));
        }
        return 0;
    }
}

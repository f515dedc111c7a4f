package workshop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.learn.Progress;
import workshop.process.Tty;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** Gives a lesson's script back as it was, and keeps the learner's beside it. */
@Command(name = "reset", mixinStandardHelpOptions = true,
        description = "Puts a lesson's script back as it was at the beginning; yours is kept beside it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done, or there was nothing to do", "1:you said no", "2:an unknown lesson, or nobody to ask"})
public final class ResetCommand implements Callable<Integer> {

    private static final int NO = 1;

    @Parameters(index = "0", paramLabel = "LESSON", description = "a number, or a part of a lesson's name")
    private String word;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        Lesson lesson = course.lesson(word);
        Path script = course.root().relativize(lesson.script());
        boolean there = Files.exists(lesson.script());
        if (there && Files.mismatch(lesson.script(), lesson.stub()) < 0) {
            Terminal.OUT.println(script + " is as it was at the beginning.");
            return 0;
        }
        Path kept = freeName(lesson.script());
        if (there && !yes) {
            if (!Tty.isInteractive()) {
                return Terminal.usage("there is nobody to ask here whether " + script + " may be replaced. Type it with --yes.");
            }
            Terminal.OUT.print("Put " + script + " back as it was? Yours is kept as " + kept.getFileName() + " beside it. [y/N] ");
            String answer = System.console().readLine();
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                Terminal.OUT.println("Nothing was changed.");
                return NO;
            }
        }
        if (there) {
            Files.move(lesson.script(), kept);
        }
        Files.copy(lesson.stub(), lesson.script());
        new Progress(course).reset(lesson);
        Terminal.OUT.println(script + " is as it was at the beginning"
                + (there ? "; yours is " + course.root().relativize(kept) + "." : "."));
        return 0;
    }

    // no .java at its end: it is not to be taken for the lesson's program
    private static Path freeName(Path script) {
        return IntStream.iterate(1, n -> n + 1).mapToObj(n -> script.resolveSibling(script.getFileName() + "." + n))
                .filter(file -> !Files.exists(file)).findFirst().orElseThrow();
    }
}

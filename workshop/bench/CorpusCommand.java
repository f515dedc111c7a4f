package workshop.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.cli.Terminal;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** Measures how long the verdicts on wrong programs take. */
@Command(name = "corpus", mixinStandardHelpOptions = true,
        description = "Measures how long the wrong programs of the corpus take to their first failed fact and to the verdict, as multiples "
                + "of the solution's time.")
final class CorpusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "LESSON", arity = "0..*", description = "a number, or a part of a lesson's name; all of them if you name none")
    private List<String> words = List.of();

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "how often the solution is judged (3)")
    private int runs;

    @Option(names = "--verdicts", paramLabel = "FOLDER", description = "write each verdict to a file there, under a number: for somebody "
            + "who is to say what the mistake is, and has not seen the program")
    private Path verdicts;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        List<Lesson> lessons = words.isEmpty() ? course.lessons() : course.lessons(words);
        new WrongTimes(Math.max(1, runs), Optional.ofNullable(verdicts), System.err).table(lessons, EmbeddedCluster.start(false))
                .forEach(Terminal.OUT::println);
        return 0;
    }
}

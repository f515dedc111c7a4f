package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.cluster.ClusterException;
import workshop.cluster.OwnCluster;
import workshop.learn.Playground;
import workshop.process.Owned;
import workshop.verdict.Course;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/** Runs the playground in the foreground. */
@Command(name = "cluster", mixinStandardHelpOptions = true,
        description = "Runs three brokers on localhost:9092, 9093 and 9094 until Ctrl-C, to run lessons by hand.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"2:not in a copy of the workshop", "3:the brokers cannot run, or died"})
public final class ClusterCommand implements Callable<Integer> {

    private static final int SICK = Verdict.Result.SICK.exitCode();

    @Option(names = "--verbose", description = "show the brokers' log")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.orCopy(Path.of(""));
        try (Playground playground = Playground.start(course, verbose)) {
            Terminal.OUT.print(welcome(playground.cluster(), course));
            playground.cluster().ended().join();
            if (!Owned.isEnding()) {
                System.err.println("The brokers ended. Type the command again for new ones.");
            }
            return SICK;
        } catch (ClusterException e) {
            if (!Owned.isEnding()) {
                System.err.println(e.getMessage());
            }
            return SICK;
        }
    }

    private static String welcome(OwnCluster cluster, Course course) throws IOException {
        Lesson first = course.lessons().get(0);
        return """
                Three brokers are up: %s
                Topics: %s

                In another terminal:
                  %-28s run lesson %s by hand
                  %-28s have it judged

                Ctrl-C ends the brokers and deletes all that they hold.
                """.formatted(String.join(", ", cluster.brokers().values()),
                course.topics().stream().map(topic -> topic.name() + " (" + topic.numPartitions() + " partitions)")
                        .collect(Collectors.joining(", ")),
                AsTyped.command(first.folder().substring(3)), first.number(), AsTyped.command("check", first.number()));
    }
}

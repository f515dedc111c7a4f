package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import workshop.learn.Learn;
import workshop.learn.SessionClusters;
import workshop.process.Printable;
import workshop.process.Tty;
import workshop.verdict.Course;
import workshop.verdict.Verdict;

/** Judges each save, with keys for all else. */
@Command(name = "learn", mixinStandardHelpOptions = true,
        description = "Shows your next lesson and judges your program each time you save it. Keys lead through the course.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:you quit", "2:not in a copy of the workshop", "3:the brokers cannot run, or died"})
public final class LearnCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        if (!Tty.isInteractive()) {
            return new ListCommand().call();
        }
        try (SessionClusters clusters = SessionClusters.playgrounds(course)) {
            String trouble = new Learn(course, clusters, Terminal.colour()).run();
            if (trouble.isEmpty()) {
                return 0;
            }
            System.err.println(Printable.text(trouble));
            return Verdict.Result.SICK.exitCode();
        }
    }
}

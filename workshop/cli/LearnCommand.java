package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.cluster.external.Addresses;
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
        exitCodeList = {"0:you quit", "2:not in a copy of the workshop, or a bad option", "3:the brokers cannot run, or died"})
public class LearnCommand implements Callable<Integer> {

    @Option(names = "--cluster", paramLabel = "HOST:PORT,…",
            description = "judge on this cluster in place of brokers of your own; facts that need one taken away are not judged there")
    private String addresses;

    @Override
    public Integer call() throws IOException, InterruptedException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        Optional<String> mistake = Optional.ofNullable(addresses).flatMap(Addresses::mistake);
        if (mistake.isPresent()) {
            return Terminal.usage(mistake.get());
        }
        if (!Tty.isInteractive()) {
            return new ListCommand().call();
        }
        try (SessionClusters clusters = addresses == null ? SessionClusters.playgrounds(course)
                : SessionClusters.external(Addresses.of(addresses))) {
            String trouble = new Learn(course, clusters, Terminal.colour()).run();
            if (trouble.isEmpty()) {
                return 0;
            }
            System.err.println(Printable.text(trouble));
            return Verdict.Result.SICK.exitCode();
        }
    }
}

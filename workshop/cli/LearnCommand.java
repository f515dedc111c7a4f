package workshop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import workshop.cluster.ClusterException;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.learn.Learn;
import workshop.learn.Playground;
import workshop.process.Background;
import workshop.process.CacheFolder;
import workshop.process.Tty;
import workshop.verdict.Course;
import workshop.verdict.Judge;
import workshop.verdict.Verdict;

/** Judges each save, with keys for all else. */
@Command(name = "learn", mixinStandardHelpOptions = true,
        description = "Shows your next lesson and judges your program each time you save it. Keys lead through the course.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:you quit", "2:not in a copy of the workshop", "3:the brokers cannot run, or died"})
public final class LearnCommand implements Callable<Integer> {

    // longer than any judgement: a save waits for its turn
    private static final Duration TURN = Duration.ofHours(1);

    @Override
    public Integer call() throws IOException, InterruptedException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        if (!Tty.isInteractive()) {
            return new ListCommand().call();
        }
        Optional<PlaygroundCluster> running = PlaygroundCluster.join(CacheFolder.path());
        String trouble = running.isPresent() ? joined(course, running.get()) : own(course);
        if (trouble.isEmpty()) {
            return 0;
        }
        System.err.println(trouble);
        return Verdict.Result.SICK.exitCode();
    }

    private static String joined(Course course, PlaygroundCluster playground) throws IOException, InterruptedException {
        try (Judge judge = new Judge(playground)) {
            return new Learn(course, CompletableFuture.completedFuture(judge), what -> alone(playground, what),
                    Terminal.colour()).run();
        }
    }

    // only while it judges, so that checks beside it have their turns
    private static void alone(PlaygroundCluster playground, Runnable what) {
        try {
            playground.alone(TURN, () -> { }, what);
        } catch (ClusterException e) {
            throw new CompletionException(e);
        }
    }

    private static String own(Course course) throws IOException, InterruptedException {
        CompletableFuture<Playground> starting = Background.call("playground", () -> {
            try {
                return Playground.start(course, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
        CompletableFuture<Judge> judge = starting.thenApply(playground -> new Judge(playground.cluster()));
        String trouble = new Learn(course, judge, what -> starting.join().alone(what), Terminal.colour()).run();
        if (starting.isDone() && !starting.isCompletedExceptionally()) {
            starting.join().close();
        }
        return trouble;
    }
}

package workshop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.cluster.ClusterException;
import workshop.cluster.OwnCluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Evidence;
import workshop.process.CacheFolder;
import workshop.process.Owned;
import workshop.process.PortOwner;
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
    public Integer call() throws IOException, InterruptedException {
        Course course;
        try {
            course = Course.around(Path.of(""));
        } catch (Course.UnknownLessonException e) {
            return Terminal.usage(e.getMessage());
        }
        Optional<String> taken = takenPort(CacheFolder.path());
        if (taken.isPresent()) {
            System.err.println(taken.get());
            return SICK;
        }
        try (OwnCluster cluster = EmbeddedCluster.start(verbose, PlaygroundServer.PORTS)) {
            List<NewTopic> topics = course.topics();
            try (Evidence evidence = new Evidence(cluster)) {
                evidence.create(topics);
            }
            try (PlaygroundServer server = new PlaygroundServer(cluster, CacheFolder.path())) {
                Terminal.OUT.print(welcome(cluster, topics, course));
                cluster.ended().join();
            }
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

    private static Optional<String> takenPort(Path cache) {
        Optional<Long> running = PlaygroundCluster.pid(cache);
        return IntStream.of(PlaygroundServer.PORTS).filter(port -> !PortOwner.isFree(port)).mapToObj(port -> {
            String owner = running.isPresent() ? "a playground that runs already (process " + running.get() + ")"
                    : PortOwner.of(port).orElse("another program");
            return "Port " + port + " is taken by " + owner + ". End that, and type the command again.";
        }).findFirst();
    }

    private static String welcome(OwnCluster cluster, List<NewTopic> topics, Course course) {
        Lesson first = course.lessons().get(0);
        return """
                Three brokers are up: %s
                Topics: %s

                In another terminal:
                  ./jbang %-20s run lesson %s by hand
                  ./jbang %-20s have it judged

                Ctrl-C ends the brokers and deletes all that they hold.
                """.formatted(String.join(", ", cluster.brokers().values()),
                topics.stream().map(topic -> topic.name() + " (" + topic.numPartitions() + " partitions)")
                        .collect(Collectors.joining(", ")),
                first.folder().substring(3), first.number(), "check " + first.number());
    }
}

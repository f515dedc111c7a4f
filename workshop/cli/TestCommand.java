package workshop.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.selftest.SelfTest;
import workshop.verdict.Course;

/** Runs the workshop's own tests. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Runs the workshop's own tests: that the course is whole, and that every check judges right.")
public final class TestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "LESSON", arity = "0..*", description = "only the programs of these lessons")
    private List<String> words = List.of();

    @Option(names = "--cluster", paramLabel = "KIND", defaultValue = EmbeddedCluster.KIND,
            description = "embedded (the default) or testcontainers")
    private String kind;

    @Option(names = "--only", paramLabel = "NAME", defaultValue = "",
            description = "only the tests whose class has this in its name: tap, launcher, lessons, …")
    private String only;

    @Option(names = "--no-corpus", description = "of each lesson judge the stub and the solution alone")
    private boolean noCorpus;

    @Option(names = "--verbose", description = "show the brokers' log")
    private boolean verbose;

    @Override
    public Integer call() throws Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        for (String word : words) {
            course.lesson(word);
        }
        if (!SelfTest.CLUSTERS.contains(kind)) {
            return Terminal.usage("there is no cluster of the kind " + kind + " to test on; there is "
                    + String.join(", ", SelfTest.CLUSTERS));
        }
        return SelfTest.run(words, only, kind, !noCorpus, verbose, Terminal.OUT);
    }
}

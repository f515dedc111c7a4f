///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error,cds=off:stderr
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//SOURCES ../Workshop.java
//SOURCES *.java ../bench/*.java ../mutate/*.java
package workshop.selftest;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.Workshop;
import workshop.cli.Misspelt;
import workshop.cli.Terminal;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.verdict.Course;

/** Runs the workshop's own tests: a program of its own, which nobody compiles who only learns. */
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

    /** Returns the names of all commands: those of the tool, and those that are scripts of their own. */
    static Set<String> commands() {
        Set<String> names = new TreeSet<>(Workshop.commands());
        names.addAll(Misspelt.SCRIPTS);
        return names;
    }

    /** Runs the command and ends with its exit code. */
    public static void main(String[] args) {
        Workshop.run(new TestCommand(), args);
    }

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

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error,cds=off:stderr
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//SOURCES ../Workshop.java
//SOURCES *.java
package workshop.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.Workshop;
import workshop.cli.Terminal;
import workshop.verdict.Course;

/** Measures what the workshop costs: a program of its own, which nobody compiles who only learns. */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = CorpusCommand.class,
        description = "Measures what the workshop costs on this machine, and prints the medians.")
public final class BenchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", arity = "0..*",
            description = "what to measure: ${COMPLETION-CANDIDATES}; all of it if you name none")
    private Set<Bench.Part> parts = EnumSet.allOf(Bench.Part.class);

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "how often each figure is taken (5)")
    private int runs;

    /** Runs the command and ends with its exit code. */
    public static void main(String[] args) {
        Workshop.run(new BenchCommand(), args);
    }

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.around(Path.of(""));
        new Bench(course.lessons(), Math.max(1, runs), System.err).table(parts).forEach(Terminal.OUT::println);
        return 0;
    }
}

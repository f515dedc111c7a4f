///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error,cds=off:stderr
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//SOURCES ../Workshop.java
//SOURCES *.java
package workshop.mutate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.Workshop;
import workshop.cli.Terminal;
import workshop.process.CacheFolder;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** Makes wrong programs and lists those that a check lets through: a program of its own, which nobody compiles who only learns. */
@Command(name = "mutate", mixinStandardHelpOptions = true,
        description = "Makes wrong programs of a lesson's right ones by one small change each, judges them, and lists those that pass.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all were judged, and none passed that is wrong", "1:some passed, or are still to be judged",
            "2:an unknown lesson or a bad option", "3:the cluster had trouble"})
public final class MutateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "LESSON", description = "a number, or a part of a lesson's name")
    private String word;

    @Option(names = "--from", paramLabel = "WHAT", defaultValue = "SOLUTION",
            description = "the programs that are changed: solution (the default), corpus: the right ones there, or all")
    private Mutants.From from;

    @Option(names = "--only", paramLabel = "MUTATOR", defaultValue = "", description = "only mutators with this in their names: 'a commit'")
    private String only;

    @Option(names = "--list", description = "print the mutants with their differences, and judge none")
    private boolean list;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "30",
            description = "end after so many minutes (30); the next run goes on from there")
    private int minutes;

    @Option(names = "--at-once", paramLabel = "N", defaultValue = "3", description = "judge so many at once, each on three brokers (3)")
    private int atOnce;

    @Option(names = "--results", paramLabel = "FILE", description = "where what is known is kept, instead of in the cache")
    private Path file;

    /** Runs the command and ends with its exit code. */
    public static void main(String[] args) {
        Workshop.run(new MutateCommand(), args);
    }

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Lesson lesson = Course.around(Path.of("")).lesson(word);
        List<Mutator> mutators = Mutators.named(only);
        if (mutators.isEmpty()) {
            return Terminal.usage("no mutator has " + only + " in its name. There are "
                    + String.join(", ", Mutators.ALL.stream().map(Mutator::name).toList()) + ".");
        }
        List<Mutant> mutants = Mutants.of(lesson, from, mutators);
        if (list) {
            mutants.forEach(mutant -> Terminal.OUT.println(mutant.headline() + "\n" + String.join("\n", mutant.difference()) + "\n"));
            return 0;
        }
        Equivalents equivalents = Equivalents.of(lesson);
        if (from == Mutants.From.ALL && only.isEmpty()) {
            equivalents.stale(mutants).forEach(entry -> System.err.println("equivalent.txt has an entry for what is no mutant: "
                    + entry.program() + " " + String.join(" ", entry.changed())));
        }
        String check = CheckState.of(lesson);
        Results results = new Results(file != null ? file : CacheFolder.path().resolve("mutants-" + lesson.number() + ".txt"), check);
        List<Mutant> unknown = results.unknown(mutants).stream().filter(mutant -> equivalents.reason(mutant).isEmpty()).toList();
        System.err.println(mutants.size() + " mutants, of which " + unknown.size() + " are to be judged");
        AtomicInteger judged = new AtomicInteger();
        if (!unknown.isEmpty()) {
            new Judging(lesson, check, (mutant, result) -> {
                results.note(result);
                System.err.println(judged.incrementAndGet() + "/" + unknown.size() + " " + result.outcome().name().toLowerCase(Locale.ROOT)
                        + " " + mutant.headline() + " " + result.said());
            }).run(unknown, Math.max(1, atOnce), Duration.ofMinutes(Math.max(1, minutes)));
        }
        Report report = Report.of(mutants, equivalents, results::of);
        report.lines(lesson).forEach(Terminal.OUT::println);
        return report.isClean() ? 0 : 1;
    }
}

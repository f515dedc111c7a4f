package workshop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.learn.Progress;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.verdict.Course;
import workshop.verdict.JUnitXmlReport;
import workshop.verdict.JsonReport;
import workshop.verdict.Judge;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/** Judges programs: the learner's own, the solutions, or any file. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Runs a lesson's program against three brokers and says whether it does what the lesson asks.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every fact holds", "1:a fact does not hold, or the program does not compile or start",
            "2:an unknown lesson or a bad option", "3:the cluster had trouble; no verdict",
            "4:no fact is known not to hold, and some could not be judged"})
public final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "LESSON", arity = "0..*", description = "a number, or a part of a lesson's name")
    private List<String> words = List.of();

    @Option(names = "--all", description = "judge every lesson")
    private boolean all;

    @Option(names = "--solution", description = "judge the solution instead of your own program")
    private boolean solution;

    @Option(names = "--file", paramLabel = "FILE", description = "judge this program instead of your own")
    private Path file;

    @Option(names = "--cluster", paramLabel = "KIND", defaultValue = "auto",
            description = ClusterChoice.HELP)
    private String kind;

    @Option(names = "--verbose", description = "show the log of brokers that are started for this")
    private boolean verbose;

    @Option(names = "--seed", paramLabel = "N", description = "judge with the data of an earlier verdict, which names its seed")
    private Long seed;

    @Option(names = "--json", description = "print one JSON object a lesson")
    private boolean json;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "write the verdicts for a CI server too")
    private Path junitXml;

    @Override
    public Integer call() throws IOException, Course.UnknownLessonException {
        Course course = Course.anywhere(Path.of(""));
        List<Lesson> lessons = lessons(course);
        if (lessons.isEmpty()) {
            return Terminal.usage("which lesson? Type its number, as in: check 01, or check --all");
        }
        if (file != null && (lessons.size() > 1 || solution)) {
            return Terminal.usage("--file goes with one lesson, and not with --solution");
        }
        if (file == null && !solution && !course.isLearners()) {
            return Terminal.usage("which program? Name it by --file. " + AsTyped.command("three-brokers") + " makes a folder to work in.");
        }
        for (Lesson lesson : lessons) {
            if (!Files.isRegularFile(program(lesson))) {
                return Terminal.usage("there is no file " + program(lesson) + (file == null
                        ? ". Type this in a copy of the workshop, or name a program by --file" : ""));
            }
        }
        Optional<String> mistake = ClusterChoice.mistake(kind);
        if (mistake.isPresent()) {
            return Terminal.usage(mistake.get());
        }
        List<Verdict> verdicts = new ArrayList<>();
        Terminal.busy("judging…");
        judge(lessons, verdict -> {
            // after Ctrl-C the brokers went because they were told to: no news
            if (!Owned.isEnding()) {
                Terminal.busy("");
                Terminal.OUT.print(json ? JsonReport.of(verdict) + "\n" : new TextReport(Terminal.style()).of(verdict));
                verdicts.add(verdict);
                note(verdict);
            }
        });
        if (junitXml != null) {
            JUnitXmlReport.write(junitXml, verdicts);
        }
        return verdicts.stream().map(Verdict::result).max(Comparator.naturalOrder()).orElse(Verdict.Result.SICK).exitCode();
    }

    private void note(Verdict verdict) {
        if (solution || file != null) {
            return;
        }
        try {
            new Progress(Course.anywhere(Path.of(""))).note(verdict);
        } catch (IOException e) {
            Terminal.note("This could not be noted in " + Progress.FILE + ": " + e.getMessage());
        }
    }

    private List<Lesson> lessons(Course course) throws Course.UnknownLessonException {
        return all ? course.lessons() : course.lessons(words);
    }

    private void judge(List<Lesson> lessons, Consumer<Verdict> told) {
        // the brokers start, or the playground is joined, while the programs compile
        CompletableFuture<ClusterChoice.Opening> opening = Background.call("choice", new ClusterChoice(kind, verbose)::decide);
        CompletableFuture<Judge> first = opening.thenApplyAsync(choice -> new Judge(choice.open()), Background.executor("cluster"));
        List<Submission> submissions = lessons.stream().map(lesson -> new Submission(lesson, program(lesson))).toList();
        CompletableFuture<?> allBuilt = CompletableFuture.allOf(submissions.stream().map(Submission::built)
                .toArray(CompletableFuture[]::new));
        Optional<CompletableFuture<Judge>> second = Judgements.twoAtATime(lessons.size()) ? opening
                .handle((choice, failure) -> Optional.ofNullable(choice).filter(ClusterChoice.Opening::another)).join()
                .map(choice -> Background.call("cluster", () -> new Judge(choice.open()))) : Optional.empty();
        // a compile error is told without waiting for brokers
        CompletableFuture.anyOf(first.handle((judge, failure) -> judge), allBuilt).join();
        if (allBuilt.isDone() && submissions.stream().allMatch(submission -> submission.unbuilt().isPresent())) {
            submissions.forEach(submission -> told.accept(submission.unbuilt().orElseThrow()));
            return;
        }
        new Judgements(submissions, this::seed, told).run(first, second);
    }

    // short enough to be typed
    private long seed() {
        return seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000);
    }

    private Path program(Lesson lesson) {
        if (file != null) {
            return file;
        }
        return solution ? lesson.solution() : lesson.script();
    }
}

package workshop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
            "2:an unknown lesson or a bad option", "3:the cluster had trouble; no verdict"})
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
            description = "auto (the default: a running playground, else embedded), playground or embedded")
    private String kind;

    @Option(names = "--json", description = "print one JSON object a lesson")
    private boolean json;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "write the verdicts for a CI server too")
    private Path junitXml;

    @Override
    public Integer call() throws IOException {
        List<Lesson> lessons;
        try {
            lessons = lessons(Course.anywhere(Path.of("")));
        } catch (Course.UnknownLessonException e) {
            return Terminal.usage(e.getMessage());
        }
        if (lessons.isEmpty()) {
            return Terminal.usage("which lesson? Type its number, as in: check 01, or check --all");
        }
        if (file != null && (lessons.size() > 1 || solution)) {
            return Terminal.usage("--file goes with one lesson, and not with --solution");
        }
        for (Lesson lesson : lessons) {
            if (!Files.isRegularFile(program(lesson))) {
                return Terminal.usage("there is no file " + program(lesson) + (file == null
                        ? ". Type this in a copy of the workshop, or name a program by --file" : ""));
            }
        }
        if (!ClusterChoice.KINDS.contains(kind)) {
            return Terminal.usage("there is no cluster of the kind " + kind + "; there is "
                    + String.join(", ", ClusterChoice.KINDS));
        }
        List<Verdict> verdicts = new ArrayList<>();
        int exitCode = 0;
        List<Verdict> judged = judge(lessons);
        if (Owned.isEnding()) {
            // Ctrl-C: the brokers went because they were told to
            return Verdict.Result.SICK.exitCode();
        }
        for (Verdict verdict : judged) {
            Terminal.OUT.print(json ? JsonReport.of(verdict) + "\n" : new TextReport(Terminal.colour()).of(verdict));
            verdicts.add(verdict);
            exitCode = Math.max(exitCode, verdict.result().exitCode());
        }
        if (junitXml != null) {
            JUnitXmlReport.write(junitXml, verdicts);
        }
        return exitCode;
    }

    private List<Lesson> lessons(Course course) throws Course.UnknownLessonException {
        if (all) {
            return course.lessons();
        }
        List<Lesson> lessons = new ArrayList<>();
        for (String word : words) {
            lessons.add(course.lesson(word));
        }
        return lessons;
    }

    private List<Verdict> judge(List<Lesson> lessons) {
        // the brokers start, or the playground is joined, while the programs compile
        CompletableFuture<Judge> starting = Background.call("cluster", () -> new Judge(ClusterChoice.open(kind)));
        List<Submission> submissions = lessons.stream().map(lesson -> new Submission(lesson, program(lesson))).toList();
        CompletableFuture<?> allBuilt = CompletableFuture.allOf(submissions.stream().map(Submission::built)
                .toArray(CompletableFuture[]::new));
        try {
            // a compile error is told without waiting for brokers
            CompletableFuture.anyOf(starting, allBuilt).join();
            if (allBuilt.isDone() && submissions.stream().allMatch(submission -> submission.unbuilt().isPresent())) {
                return submissions.stream().map(submission -> submission.unbuilt().orElseThrow()).toList();
            }
            try (Judge judge = starting.join()) {
                return submissions.stream().map(submission -> judge.judge(submission,
                        ThreadLocalRandom.current().nextLong(), fact -> { })).toList();
            }
        } catch (CompletionException e) {
            return submissions.stream().map(submission -> submission.unbuilt().orElseGet(() -> new Verdict(
                    submission.lesson(), submission.program(), Verdict.Result.SICK, List.of(), e.getCause().getMessage(),
                    Duration.ZERO, ""))).toList();
        }
    }

    private Path program(Lesson lesson) {
        if (file != null) {
            return file;
        }
        return solution ? lesson.solution() : lesson.script();
    }
}

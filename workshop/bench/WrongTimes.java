package workshop.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.verdict.FactResult;
import workshop.verdict.Judge;
import workshop.verdict.JudgeListener;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/**
 * Measures how long people wait who are wrong: for each lesson the time to the first failed fact, and to the verdict, of the wrong
 * programs of its corpus, held against what the solution takes.
 */
final class WrongTimes {

    // what 95 of a hundred wrong programs are to keep to, in multiples of the solution's whole time
    private static final double FIRST_FACT = 1.5;
    private static final double VERDICT = 2.5;

    private final int runs;
    private final Optional<Path> verdicts;
    private final PrintStream progress;

    /** What one program took, in seconds; the first failed fact is 0 where there was none. */
    private record Taken(String program, Verdict.Result result, double firstFact, double verdict) {
    }

    /**
     * Measures nothing yet.
     *
     * @param runs     how often a solution is judged
     * @param verdicts a folder for the verdicts on wrong programs, or nothing
     * @param progress is told of each verdict
     */
    WrongTimes(int runs, Optional<Path> verdicts, PrintStream progress) {
        this.runs = runs;
        this.verdicts = verdicts;
        this.progress = progress;
    }

    /**
     * Judges the programs of some lessons, one after the other, and returns the table: a line a lesson, and under it the programs that
     * take too long.
     *
     * @param cluster to judge on; closed when this returns
     * @throws IOException where a corpus cannot be read, or a verdict not be written
     */
    List<String> table(List<Lesson> lessons, Cluster cluster) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.format("%-22s%12s%24s%24s", "", "solution", "first failed fact", "verdict"),
                String.format("%-22s%12s%24s%24s", "lesson", "s", "median   p90   p95", "median   p90   p95")));
        try (Judge judge = new Judge(cluster)) {
            for (Lesson lesson : lessons) {
                lines.addAll(of(lesson, judge));
            }
        }
        return lines;
    }

    private List<String> of(Lesson lesson, Judge judge) throws IOException {
        double solution = solution(lesson, judge);
        List<Taken> failed = new ArrayList<>();
        List<String> late = new ArrayList<>();
        for (Path file : lesson.corpus("wrong")) {
            Submission submission = new Submission(lesson, file);
            if (submission.unbuilt().isEmpty()) {
                Taken taken = judge(judge, submission);
                if (taken.result() != Verdict.Result.FAILED) {
                    late.add("  " + taken.program() + " was not judged: " + taken.result());
                    continue;
                }
                failed.add(taken);
                late(late, taken.program(), "the first failed fact", taken.firstFact() / solution, FIRST_FACT);
                late(late, taken.program(), "the verdict", taken.verdict() / solution, VERDICT);
            }
        }
        List<String> lines = new ArrayList<>(List.of(String.format(Locale.ROOT, "%-22s%12.2f%24s%24s", lesson.folder(), solution,
                new Multiples(failed.stream().map(each -> each.firstFact() / solution).toList()).line(),
                new Multiples(failed.stream().map(each -> each.verdict() / solution).toList()).line())));
        lines.addAll(late);
        return lines;
    }

    private static void late(List<String> lines, String program, String what, double multiple, double atMost) {
        if (multiple > atMost) {
            lines.add(String.format(Locale.ROOT, "  %s: %s after %.2f times the solution's time; at most %.1f", program, what, multiple,
                    atMost));
        }
    }

    // the first time is not counted: it makes the programs' class-data archive
    private double solution(Lesson lesson, Judge judge) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            Taken taken = judge(judge, new Submission(lesson, lesson.solution()));
            if (taken.result() != Verdict.Result.PASSED) {
                throw new ClusterException("the solution of " + lesson.folder() + " did not pass, but is " + taken.result());
            }
            seconds.add(taken.verdict());
        }
        return new Multiples(seconds.subList(1, seconds.size())).at(0.5);
    }

    private Taken judge(Judge judge, Submission submission) throws IOException {
        submission.built().join();
        long begun = System.nanoTime();
        FirstFailure first = new FirstFailure(begun);
        Verdict verdict = judge.judge(submission, ThreadLocalRandom.current().nextInt(), first);
        double whole = (System.nanoTime() - begun) / 1e9;
        judge.recover().join();
        String program = submission.program().getFileName().toString().replace(".java", "");
        write(verdict, program);
        progress.printf("%s %s: %s after %.2f s, first failed fact after %.2f s%n", submission.lesson().number(), program,
                verdict.result(), whole, first.seconds);
        return new Taken(program, verdict.result(), first.seconds, whole);
    }

    // without the program's name, which says what its mistake is; which one it is stands in the list beside them
    private void write(Verdict verdict, String program) throws IOException {
        if (verdicts.isEmpty() || verdict.result() != Verdict.Result.FAILED) {
            return;
        }
        Path folder = Files.createDirectories(verdicts.get().resolve(verdict.lesson().number()));
        Path list = folder.resolveSibling("programs.txt");
        long number = Files.exists(list) ? Files.readAllLines(list).size() + 1 : 1;
        Path file = folder.resolve(String.format("%03d.txt", number));
        Files.writeString(list, folder.getFileName() + "/" + file.getFileName() + " " + program + System.lineSeparator(),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.writeString(file, new TextReport(false).of(verdict).replace(program, "Program"));
    }

    /** Notes when the first fact failed; facts come one after the other, on the thread that judges. */
    private static final class FirstFailure implements JudgeListener {

        private final long begun;
        private double seconds;

        FirstFailure(long begun) {
            this.begun = begun;
        }

        @Override
        public void again() {
            seconds = 0;
        }

        @Override
        public void established(FactResult fact) {
            if (seconds == 0 && fact.outcome() == FactResult.Outcome.FAILED) {
                seconds = (System.nanoTime() - begun) / 1e9;
            }
        }
    }
}

package workshop.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.verdict.Judge;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/** Measures what it takes to judge each lesson's solution on brokers that run already, from the built program to the verdict. */
final class WarmChecks {

    private final List<Lesson> lessons;
    private final int runs;
    private final PrintStream progress;

    WarmChecks(List<Lesson> lessons, int runs, PrintStream progress) {
        this.lessons = lessons;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * Judges every solution several times and returns a row a lesson. The first time of each is not counted: it makes the
     * program's class-data archive.
     *
     * @param cluster to judge on; closed when this returns
     * @param atMost  what a verdict on a lesson may cost, in seconds
     */
    List<Row> rows(Cluster cluster, ToDoubleFunction<Lesson> atMost) {
        Map<Lesson, List<Double>> measured = new LinkedHashMap<>();
        try (Judge judge = new Judge(cluster)) {
            for (Lesson lesson : lessons) {
                List<Double> seconds = measured.computeIfAbsent(lesson, each -> new ArrayList<>());
                for (int run = 0; run <= runs; run++) {
                    Submission solution = new Submission(lesson, lesson.solution());
                    solution.built().join();
                    Verdict verdict = judge.judge(solution, ThreadLocalRandom.current().nextInt(), fact -> { });
                    if (verdict.result() != Verdict.Result.PASSED) {
                        throw new ClusterException("the solution of " + lesson.folder() + " did not pass:\n"
                                + new TextReport(false).of(verdict));
                    }
                    // as for somebody who reads a verdict before the next one
                    judge.recover().join();
                    seconds.add(verdict.time().toMillis() / 1000.0);
                    progress.printf("check %s on warm %s brokers: %.2f s%n", lesson.number(), cluster.kind(), seconds.get(run));
                }
            }
        }
        return measured.entrySet().stream().map(entry -> new Row("check " + entry.getKey().number() + " on warm "
                + cluster.kind() + " brokers", atMost.applyAsDouble(entry.getKey()), "s",
                entry.getValue().subList(1, runs + 1))).toList();
    }
}

package workshop.learn;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.evidence.Evidence;
import workshop.process.Owned;
import workshop.program.Program;
import workshop.program.ProgramRun;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;
import workshop.verdict.Judge;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/**
 * What a learner waits for after a save, in seconds from the moment at which the file was written, and what of it is the program.
 *
 * @param compiled  until the solution was compiled
 * @param started   until its JVM was started
 * @param firstFact until the first fact was established
 * @param verdict   until all were
 * @param error     until the compile error of a wrong save was told
 * @param alone     what the solution takes by itself on the same brokers, from the start of its JVM to its end; one before each save
 */
public record SaveTimes(List<Double> compiled, List<Double> started, List<Double> firstFact, List<Double> verdict,
        List<Double> error, List<Double> alone) {

    private static final String TOPIC = "orders";

    /**
     * Saves the solution of a lesson again and again, each time with another content.
     *
     * @param cluster  to judge on; closed when this returns
     * @param progress what is told of each run
     * @throws IOException      where a file cannot be written
     * @throws ClusterException where the solution does not pass
     */
    public static SaveTimes measure(Cluster cluster, Lesson lesson, int runs, PrintStream progress) throws IOException {
        Path root = Owned.folder();
        Lesson copy = new Lesson(root, lesson.folder(), lesson.name());
        String solution = Files.readString(lesson.solution());
        for (Path file : List.of(copy.script(), copy.solution())) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, solution);
        }
        SaveTimes times = new SaveTimes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>());
        Program program = program(cluster, lesson);
        BlockingQueue<Event> news = new LinkedBlockingQueue<>();
        try (Judge judge = new Judge(cluster);
                LatestSave saves = new LatestSave(() -> CompletableFuture.completedFuture(SessionCluster.of(judge)), news);
                SavedFile file = new SavedFile(() -> saves.judge(copy))) {
            file.watch(copy.script());
            // the first of each is not counted: a learner's first save comes after the warm-up, this one may not
            for (int run = 0; run <= runs; run++) {
                times.alone.add(alone(program));
                times.take(news, copy, solution + "// " + UUID.randomUUID() + "\n", Verdict.Result.PASSED);
                // a learner reads what a save has brought before the next one; meanwhile the broker that was stopped comes
                // back, and what was prepared for a program that does not compile goes
                saves.awaitIdle();
                times.take(news, copy, solution.replaceFirst("class", "clas") + "// " + UUID.randomUUID() + "\n",
                        Verdict.Result.BROKEN);
                saves.awaitIdle();
                progress.printf("save to verdict: %.2f s, to a compile error: %.2f s%n", times.verdict().get(run),
                        times.error().get(run));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
        List.of(times.compiled, times.started, times.firstFact, times.verdict, times.error, times.alone)
                .forEach(each -> each.remove(0));
        return times;
    }

    /** Returns how many times as long as the program alone something took, a figure a run. */
    public List<Double> timesAlone(List<Double> seconds) {
        return IntStream.range(0, seconds.size()).mapToObj(run -> seconds.get(run) / alone.get(run)).toList();
    }

    private static Program program(Cluster cluster, Lesson lesson) {
        try (Evidence evidence = new Evidence(cluster)) {
            evidence.create(List.of(new NewTopic(TOPIC, 1, (short) 3)));
            return new Program(ScriptBuilder.build(lesson.solution())).with("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers())
                    .with("TOPIC", TOPIC);
        } catch (ScriptException e) {
            throw new ClusterException(e.getMessage(), e);
        }
    }

    private static double alone(Program program) throws IOException {
        long begun = System.nanoTime();
        ProgramRun run = program.start().awaitEnd();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!run.succeeded()) {
            throw new ClusterException("the solution alone " + run.ending() + ": " + run.errors().text());
        }
        return seconds;
    }

    private void take(BlockingQueue<Event> news, Lesson lesson, String content, Verdict.Result expected)
            throws IOException, InterruptedException {
        long saved = System.nanoTime();
        Files.writeString(lesson.script(), content);
        boolean first = true;
        while (true) {
            Event event = news.take();
            double seconds = (System.nanoTime() - saved) / 1e9;
            if (event instanceof Event.Compiled && expected == Verdict.Result.PASSED) {
                compiled.add(seconds);
            } else if (event instanceof Event.Started) {
                started.add(seconds);
            } else if (event instanceof Event.Established && first) {
                firstFact.add(seconds);
                first = false;
            } else if (event instanceof Event.Judged judged) {
                if (judged.verdict().result() != expected) {
                    throw new ClusterException("a save was " + judged.verdict().result() + " in place of " + expected + ": "
                            + judged.verdict().message());
                }
                (expected == Verdict.Result.PASSED ? verdict : error).add(seconds);
                return;
            } else if (event instanceof Event.Over over) {
                throw new ClusterException(over.message());
            }
        }
    }
}

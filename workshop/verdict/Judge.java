package workshop.verdict;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.platform.engine.CancellationToken;
import workshop.check.Printed;
import workshop.check.RecordWriter;
import workshop.check.Trial;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.process.Background;
import workshop.program.Program;
import workshop.program.ProgramArchive;

/** Judges programs on one cluster, one after the other. */
public final class Judge implements AutoCloseable {

    // so much of what was refused a verdict tells
    private static final int TOLD = 3;

    private final Cluster cluster;
    private final Evidence evidence;
    private final RecordWriter writer;
    private volatile CompletableFuture<?> afterwards = CompletableFuture.completedFuture(null);

    /** Takes the cluster to judge on, which is closed with the judge. */
    public Judge(Cluster cluster) {
        this.cluster = cluster;
        this.writer = new RecordWriter(cluster);
        this.evidence = new Evidence(cluster);
    }

    /** Returns the cluster that it judges on. */
    public Cluster cluster() {
        return cluster;
    }

    /**
     * Judges a program. The check prepares its topics while the program may still be compiling; what both leave behind goes
     * while the verdict is read, before the next judgement begins or this is closed.
     *
     * @param seed what the check's random data comes from
     * @param told hears of each fact as soon as it is established, and when the program is started
     */
    public Verdict judge(Submission submission, long seed, JudgeListener told) {
        return judge(submission, seed, told, Judgement.whole());
    }

    /**
     * Judges a program as {@link #judge(Submission, long, JudgeListener)} does, unless the judgement is stopped. Where nothing but
     * chance has left a fact open, the program is judged again, with other data, at most twice.
     *
     * @throws CancellationException where it was stopped; nothing runs any more that was started for it, and brokers that it
     *                               stopped stay away until {@link #recover()} or the next judgement
     */
    public Verdict judge(Submission submission, long seed, JudgeListener told, Judgement judgement) {
        long start = System.nanoTime();
        return Rounds.judge(number -> once(submission, seed + number, told, judgement), told::again)
                .after(Duration.ofNanos(System.nanoTime() - start));
    }

    private Rounds.Round once(Submission submission, long seed, JudgeListener told, Judgement judgement) {
        afterwards.join();
        if (judgement.isStopped()) {
            throw new CancellationException("told to stop");
        }
        Machine machine = new Machine();
        CancellationToken end = CancellationToken.create();
        FactListener facts = new FactListener(told, machine, judgement.isWhole() ? () -> { } : end::cancel);
        String trouble = "";
        List<String> denied = List.of();
        try (machine) {
            Trial trial = new Trial(cluster, evidence, writer, () -> program(submission), seed, told::started);
            judgement.begins(trial);
            machine.whenFull(judgement::breakOff);
            try {
                CheckRun.of(submission.lesson(), trial, facts, end);
                trouble = trial.trouble().orElse("");
                denied = trial.denied();
            } finally {
                judgement.ends();
                afterwards(trial::close);
            }
            if (!judgement.isStopped() && trouble.isEmpty()) {
                trouble = troubleOf(trial, facts, machine);
            }
        } catch (RuntimeException e) {
            trouble = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        if (judgement.isStopped()) {
            afterwards.join();
            throw new CancellationException("told to stop");
        }
        Optional<Verdict> unbuilt = submission.unbuilt();
        if (unbuilt.isPresent()) {
            return new Rounds.Round(unbuilt.get(), false);
        }
        if (trouble.isEmpty()) {
            trouble = facts.trouble();
        }
        if (!machine.shortage().isEmpty()) {
            // whatever else went wrong may have come of it
            trouble = machine.shortage();
        }
        if (!Files.exists(submission.script().jar())) {
            trouble = "JBang's cache was emptied meanwhile. Type the command again.";
        }
        if (trouble.isEmpty() && cluster.canStopBrokers()) {
            // from the next one on programs start quicker; nobody waits for it who reads the first verdict
            afterwards(() -> ProgramArchive.make(submission.script(), cluster.bootstrapServers()));
        }
        Verdict.Result result = result(facts, trouble);
        return new Rounds.Round(new Verdict(submission.lesson(), submission.program(), result, facts.results(),
                trouble.isEmpty() ? note(result, denied) : trouble, Duration.ZERO, cluster.kind(), OptionalLong.of(seed)),
                facts.anyMissed());
    }

    private String troubleOf(Trial trial, FactListener facts, Machine machine) {
        String trouble = cluster.trouble();
        if (!trouble.isEmpty() || !facts.anyFailed() || !machine.shortage().isEmpty()) {
            return trouble;
        }
        if (!trial.clusterIsWell()) {
            return "a broker went that the check had not stopped.";
        }
        return trial.hadNoTime() || facts.anyLate() ? machine.crowd(trial.wasStarved()) : "";
    }

    /**
     * Has the brokers that a check stopped come back while nobody waits: what judges once more calls it after a verdict, and
     * the next judgement begins when they are there.
     *
     * @return completes when every replica is in sync again, or the brokers do not come back
     */
    public CompletableFuture<?> recover() {
        return afterwards(() -> Trial.startAllBrokers(cluster, evidence));
    }

    // what nobody has to wait for who reads the verdict, one after the other
    private CompletableFuture<?> afterwards(Runnable work) {
        // where it fails, the next trial meets the same trouble and says what it is
        afterwards = afterwards.thenRunAsync(work, Background.executor("afterwards")).exceptionally(failure -> null);
        return afterwards;
    }

    private String note(Verdict.Result result, List<String> denied) {
        String rest = result != Verdict.Result.INCOMPLETE ? "" : cluster.canStopBrokers() ? "To have the rest judged, judge it again."
                : "To have the rest judged, judge it on brokers of the workshop's own: --cluster embedded.";
        return rest + (rest.isEmpty() || denied.isEmpty() ? "" : "\n") + refused(denied);
    }

    private static String refused(List<String> denied) {
        return denied.isEmpty() ? "" : "Your program asked for what no lesson needs, and was refused: "
                + denied.stream().limit(TOLD).map(Printed::quote).collect(Collectors.joining("; "))
                + (denied.size() > TOLD ? "; and " + (denied.size() - TOLD) + " more" : "") + ".";
    }

    private Program program(Submission submission) {
        return new Program(submission.script());
    }

    private static Verdict.Result result(FactListener facts, String trouble) {
        if (!trouble.isEmpty()) {
            return Verdict.Result.SICK;
        }
        if (facts.anyFailed()) {
            return Verdict.Result.FAILED;
        }
        return facts.anySkipped() ? Verdict.Result.INCOMPLETE : Verdict.Result.PASSED;
    }

    @Override
    public void close() {
        // each is closed though another cannot be
        try (cluster; evidence; writer) {
            afterwards.join();
        }
    }
}

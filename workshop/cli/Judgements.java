package workshop.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import workshop.process.Background;
import workshop.process.Memory;
import workshop.verdict.Judge;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/**
 * Judges programs on the clusters there are for it, and tells the verdicts in the order of the programs. Where there are two
 * clusters, one takes the programs from the first on and the other from the last on, as the last lessons take longest.
 */
final class Judgements {

    private static final String JUDGING = "judging…";
    private static final String ENDING = "ending the brokers, and the first time preparing faster starts…";

    private static final int ENOUGH = 3;
    // what a check takes with its brokers is 1 GB; the rest is for what else runs here
    private static final long FOR_TWO = 3L << 30;

    private final Deque<Submission> waiting;
    private final Map<Submission, Optional<Verdict>> verdicts = new LinkedHashMap<>();
    private final LongSupplier seeds;
    private final Consumer<Verdict> told;

    /**
     * Takes programs.
     *
     * @param seeds returns what the random data of the next one comes from
     * @param told  hears of each verdict when those before it were told
     */
    Judgements(List<Submission> submissions, LongSupplier seeds, Consumer<Verdict> told) {
        this.waiting = new ArrayDeque<>(submissions);
        submissions.forEach(submission -> verdicts.put(submission, Optional.empty()));
        this.seeds = seeds;
        this.told = told;
    }

    /**
     * Returns whether it pays to judge so many programs two at a time on this machine: its brokers need some seconds of two cores
     * to start, and 700 MB of memory.
     */
    static boolean twoAtATime(int programs) {
        return programs >= ENOUGH && Runtime.getRuntime().availableProcessors() > 1
                && Memory.available().orElse(Memory.total() / 2) > FOR_TWO;
    }

    /**
     * Judges them all; every verdict was told when this returns, and the clusters were closed.
     *
     * @param first  judges on the first cluster, when it is up; where it does not start, what still waits is sick
     * @param second judges on another one; where it does not start, the first one judges alone
     */
    void run(CompletableFuture<Judge> first, Optional<CompletableFuture<Judge>> second) {
        CompletableFuture<?> beside = second.orElse(CompletableFuture.completedFuture(null))
                .handle((judge, notStarted) -> Optional.ofNullable(judge))
                .thenAcceptAsync(judge -> judge.ifPresent(started -> judgeAll(started, true)), Background.executor("judging"));
        try {
            judgeAll(first.join(), false);
        } catch (CompletionException e) {
            String trouble = e.getCause().getMessage() == null ? e.getCause().toString() : e.getCause().getMessage();
            for (Submission submission = take(false); submission != null; submission = take(false)) {
                tell(submission.unbuilt().orElse(submission.sick(trouble)), submission);
            }
        }
        beside.join();
        Terminal.busy("");
    }

    private void judgeAll(Judge started, boolean fromTheLast) {
        try (Judge judge = started) {
            Submission submission = take(fromTheLast);
            while (submission != null) {
                tell(judge.judge(submission, seeds.getAsLong(), fact -> { }), submission);
                submission = take(fromTheLast);
                if (submission != null) {
                    judge.recover();
                }
            }
        }
    }

    private synchronized Submission take(boolean theLast) {
        return theLast ? waiting.pollLast() : waiting.pollFirst();
    }

    private synchronized void tell(Verdict verdict, Submission submission) {
        verdicts.put(submission, Optional.of(verdict));
        Iterator<Optional<Verdict>> next = verdicts.values().iterator();
        for (Optional<Verdict> ready = next.next(); ready.isPresent(); ready = next.hasNext() ? next.next() : Optional.empty()) {
            told.accept(ready.get());
            next.remove();
        }
        Terminal.busy(verdicts.isEmpty() ? ENDING : JUDGING);
    }
}

package workshop.learn;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import workshop.cluster.ClusterException;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.verdict.FactResult;
import workshop.verdict.JudgeListener;
import workshop.verdict.Judgement;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/** Judges the latest save of a program: a save in the middle of a check stops that check, and another one begins. */
public final class LatestSave implements AutoCloseable {

    private static final int A_MILLION = 1_000_000;
    // within which it is known that a process has ended, after its connections have
    private static final Duration END_IS_KNOWN = Duration.ofSeconds(1);

    private final Supplier<CompletableFuture<SessionCluster>> clusters;
    private final BlockingQueue<Event> news;
    private ExecutorService worker = newWorker();
    // of the latest save; each has one of its own, so that what comes late cannot stop another
    private Judgement going = Judgement.whole();
    private volatile int latest;
    // for its turn on the brokers, be it with an earlier save or with the warm-up, which a save comes after
    private volatile boolean waits;

    /**
     * Takes where the brokers of now come from, which may still be starting.
     *
     * @param news hears of each fact and each verdict
     */
    public LatestSave(Supplier<CompletableFuture<SessionCluster>> clusters, BlockingQueue<Event> news) {
        this.clusters = clusters;
        this.news = news;
    }

    private static ExecutorService newWorker() {
        return Executors.newSingleThreadExecutor(Background.threads("judge"));
    }

    /** Judges the solution of a lesson and tells nobody, so that the first save finds all loaded; a save stops it. */
    public synchronized void warmUp(Lesson lesson) {
        stop();
        Judgement judgement = going;
        worker.execute(() -> {
            if (!judgement.isStopped()) {
                Submission solution = new Submission(lesson, lesson.solution());
                solution.loadCompiler();
                try {
                    take(judgement, cluster -> cluster.judge().judge(solution, 0, fact -> { }, judgement));
                } catch (ClusterException trouble) {
                    // the first save meets it too, and is told
                    return;
                }
            }
        });
    }

    /** Waits until the judgement that goes on, if one does, is at its end, and what it made is gone. */
    public void awaitIdle() {
        CompletableFuture.runAsync(() -> { }, worker()).join();
    }

    private synchronized ExecutorService worker() {
        return worker;
    }

    /** Returns the number of the latest save. */
    public int latest() {
        return latest;
    }

    /** Judges a lesson's program as it is now. */
    public synchronized void judge(Lesson lesson) {
        int save = stop();
        Judgement judgement = going;
        Submission submission = new Submission(lesson, lesson.script());
        // told at once, and not after what is done for the save before or prepared for this one
        submission.built().thenRun(() -> {
            if (!judgement.isStopped()) {
                submission.unbuilt().ifPresentOrElse(broken -> {
                    news.add(new Event.Judged(save, broken));
                    judgement.stop();
                }, () -> news.add(new Event.Compiled(save)));
            }
        });
        worker.execute(() -> judge(save, submission, judgement));
        if (waits) {
            waitsForItsTurn();
        }
    }

    /** Stops what is being judged, and forgets it; returns the number that the next save has. */
    public synchronized int stop() {
        latest++;
        going.stop();
        going = Judgement.whole();
        return latest;
    }

    /** Judges on the brokers of now, as those of before have ended: what is left to be done there is waited for by nobody. */
    synchronized void restart() {
        stop();
        worker.shutdown();
        worker = newWorker();
    }

    private void judge(int save, Submission submission, Judgement judgement) {
        try {
            take(judgement, cluster -> {
                int seed = ThreadLocalRandom.current().nextInt(A_MILLION);
                Verdict verdict = cluster.judge().judge(submission, seed, new JudgeListener() {
                    @Override
                    public void started() {
                        news.add(new Event.Started(save));
                    }

                    @Override
                    public void again() {
                        news.add(new Event.Again(save));
                    }

                    @Override
                    public void established(FactResult fact) {
                        news.add(new Event.Established(save, fact));
                    }
                }, judgement);
                // one that is not built was told so already; where the brokers have ended it is judged again, on others
                if (submission.unbuilt().isEmpty() && !hasEnded(cluster, verdict)) {
                    news.add(new Event.Judged(save, verdict));
                }
            });
        } catch (ClusterException e) {
            news.add(new Event.Judged(save, submission.sick(e.getMessage())));
        }
    }

    private void waitsForItsTurn() {
        waits = true;
        news.add(new Event.Waiting(latest));
    }

    private static boolean hasEnded(SessionCluster cluster, Verdict verdict) {
        return verdict.result() == Verdict.Result.SICK && Wait.holdsWithin(END_IS_KNOWN, () -> cluster.ended().isDone());
    }

    private void take(Judgement judgement, Consumer<SessionCluster> what) {
        try {
            SessionCluster cluster = clusters.get().join();
            cluster.alone(this::waitsForItsTurn, () -> {
                waits = false;
                if (!judgement.isStopped()) {
                    try {
                        what.accept(cluster);
                    } finally {
                        // also where it was stopped; nobody else may have the brokers before
                        cluster.judge().recover().join();
                        waits = false;
                    }
                }
            });
        } catch (CancellationException stopped) {
            return;
        } catch (CompletionException noBrokers) {
            // the session is told by what opens them
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        stop();
        worker.shutdownNow();
    }
}

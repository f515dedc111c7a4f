package workshop.learn;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import workshop.process.Background;
import workshop.verdict.FactResult;
import workshop.verdict.Judge;
import workshop.verdict.JudgeListener;
import workshop.verdict.Lesson;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/** Judges the latest save of a program: a save in the middle of a check stops that check, and another one begins. */
public final class LatestSave implements AutoCloseable {

    /** Gives the brokers to one judgement at a time. */
    public interface Turn {

        /** Does it while nobody else has the brokers. */
        void take(Runnable judgement) throws InterruptedException;
    }

    private static final int A_MILLION = 1_000_000;

    private final CompletableFuture<Judge> judge;
    private final Turn turn;
    private final BlockingQueue<Event> news;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Background.threads("judge"));
    private volatile int latest;

    /**
     * Takes the judge, whose brokers may still be starting.
     *
     * @param news hears of each fact and each verdict
     */
    LatestSave(CompletableFuture<Judge> judge, Turn turn, BlockingQueue<Event> news) {
        this.judge = judge;
        this.turn = turn;
        this.news = news;
    }

    /** Judges the solution of a lesson and tells nobody, so that the first save finds all loaded; a save stops it. */
    void warmUp(Lesson lesson) {
        int before = latest;
        worker.execute(() -> {
            if (latest == before) {
                Submission solution = new Submission(lesson, lesson.solution());
                solution.loadCompiler();
                try {
                    turn.take(() -> judge.join().judge(solution, 0, fact -> { }));
                } catch (CancellationException | CompletionException saved) {
                    return;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }

    /** Waits until the judgement that goes on, if one does, is at its end, and what it made is gone. */
    void awaitIdle() {
        CompletableFuture.runAsync(() -> { }, worker).join();
    }

    /** Returns the number of the latest save. */
    int latest() {
        return latest;
    }

    /** Judges a lesson's program as it is now. */
    void judge(Lesson lesson) {
        int save = stop();
        Submission submission = new Submission(lesson, lesson.script());
        // told at once, and not after what is done for the save before or prepared for this one
        submission.built().thenRun(() -> {
            if (save == latest) {
                submission.unbuilt().ifPresentOrElse(broken -> told(save, broken), () -> news.add(new Event.Compiled(save)));
            }
        });
        worker.execute(() -> {
            if (save == latest) {
                judge(save, submission);
            }
        });
    }

    private void told(int save, Verdict broken) {
        news.add(new Event.Judged(save, broken));
        stopJudge();
    }

    /** Stops what is being judged, and forgets it; returns the number that the next save has. */
    int stop() {
        latest++;
        stopJudge();
        return latest;
    }

    private void stopJudge() {
        if (judge.isDone() && !judge.isCompletedExceptionally()) {
            judge.join().stop();
        }
    }

    private void judge(int save, Submission submission) {
        try {
            Judge ready = judge.join();
            turn.take(() -> {
                boolean broken = submission.built().isDone() && submission.unbuilt().isPresent();
                if (save == latest && !broken) {
                    Verdict verdict = ready.judge(submission, ThreadLocalRandom.current().nextInt(A_MILLION), new JudgeListener() {
                        @Override
                        public void started() {
                            news.add(new Event.Started(save));
                        }

                        @Override
                        public void established(FactResult fact) {
                            news.add(new Event.Established(save, fact));
                        }
                    });
                    // one that is not built was told so already
                    if (submission.unbuilt().isEmpty()) {
                        news.add(new Event.Judged(save, verdict));
                    }
                    // nobody else may have the brokers before
                    ready.recover().join();
                }
            });
        } catch (CancellationException stopped) {
            return;
        } catch (CompletionException e) {
            news.add(new Event.Over(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        worker.shutdownNow();
    }
}

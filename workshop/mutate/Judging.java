package workshop.mutate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;
import workshop.verdict.FactResult;
import workshop.verdict.Judge;
import workshop.verdict.Judgement;
import workshop.verdict.Lesson;
import workshop.verdict.Machine;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/** Judges mutants as {@code check} judges programs, several at once, each on a cluster of its own, until a time is over. */
final class Judging {

    // what is judged no more after so many times is undecided
    private static final int TRIES = 3;
    // the load that the system tells is that of the last minute
    private static final Duration CALM = Duration.ofMinutes(1);

    private final Lesson lesson;
    private final String check;
    private final BiConsumer<Mutant, Result> told;
    private final Deque<Mutant> waiting = new ArrayDeque<>();
    private final Map<Mutant, Integer> tries = new HashMap<>();
    private final Map<Thread, Judgement> now = new HashMap<>();
    private boolean over;

    /**
     * Prepares it.
     *
     * @param check the state of the check, which goes into the results
     * @param told  hears what has come of each, one at a time
     */
    Judging(Lesson lesson, String check, BiConsumer<Mutant, Result> told) {
        this.lesson = lesson;
        this.check = check;
        this.told = told;
    }

    /**
     * Judges them. What is being judged when the time is over is broken off, and nothing is told of it.
     *
     * @throws RuntimeException where no cluster can be had, or what hears of the results cannot note them
     */
    void run(List<Mutant> mutants, int atOnce, Duration time) {
        waiting.addAll(mutants);
        Thread clock = Background.start("clock", () -> {
            try {
                Thread.sleep(time.toMillis());
                end();
            } catch (InterruptedException allJudged) {
                // nothing is left to be ended
                return;
            }
        });
        Executor judging = Background.executor("judging");
        List<CompletableFuture<Void>> workers = Stream.generate(() -> CompletableFuture.runAsync(this::work, judging))
                .limit(Math.min(atOnce, mutants.size())).toList();
        try {
            workers.forEach(Background::result);
        } finally {
            end();
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).handle((done, failure) -> done).join();
            clock.interrupt();
        }
    }

    private void work() {
        try (Judge judge = new Judge(EmbeddedCluster.start(false))) {
            for (Optional<Mutant> next = take(); next.isPresent(); next = take()) {
                if (isAnotherTry(next.get())) {
                    Wait.holdsWithin(CALM, () -> isOver() || !Machine.isCrowded());
                }
                judge(judge, next.get());
            }
        }
    }

    private synchronized Optional<Mutant> take() {
        return over ? Optional.empty() : Optional.ofNullable(waiting.poll());
    }

    private synchronized boolean isAnotherTry(Mutant mutant) {
        return tries.containsKey(mutant);
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void end() {
        over = true;
        now.values().forEach(Judgement::stop);
    }

    private void judge(Judge judge, Mutant mutant) {
        Path folder = Owned.folder();
        try {
            Path file = Files.writeString(folder.resolve(mutant.file()), mutant.after());
            Submission submission = new Submission(lesson, file);
            Optional<Verdict> unbuilt = submission.unbuilt();
            tell(mutant, unbuilt.isPresent() ? unbuilt.get() : verdict(judge, submission));
            if (unbuilt.isEmpty()) {
                // its class-data archive may be in the making; and JBang's cache needs no programs that nobody runs again
                judge.recover().join();
                Owned.delete(ScriptBuilder.build(file).jar().getParent());
            }
        } catch (CancellationException timeIsOver) {
            return;
        } catch (IOException | ScriptException e) {
            throw new UncheckedIOException(new IOException("cannot judge " + mutant.headline() + ": " + e.getMessage(), e));
        } finally {
            Owned.delete(folder);
        }
    }

    private Verdict verdict(Judge judge, Submission submission) {
        Judgement judgement = Judgement.untilFirstFailure();
        synchronized (this) {
            if (over) {
                throw new CancellationException("the time is over");
            }
            now.put(Thread.currentThread(), judgement);
        }
        try {
            return judge.judge(submission, ThreadLocalRandom.current().nextInt(1_000_000), fact -> { }, judgement);
        } finally {
            synchronized (this) {
                now.remove(Thread.currentThread());
            }
        }
    }

    // after Ctrl-C programs and brokers went because they were told to: no news
    private synchronized void tell(Mutant mutant, Verdict verdict) {
        Result.Outcome outcome = Result.Outcome.of(verdict);
        if (Owned.isEnding() || over) {
            return;
        }
        if (outcome == Result.Outcome.UNDECIDED && tries.merge(mutant, 1, Integer::sum) < TRIES) {
            waiting.add(mutant);
            return;
        }
        told.accept(mutant, new Result(mutant.id(), outcome, check, said(verdict)));
    }

    private static String said(Verdict verdict) {
        return switch (verdict.result()) {
            case FAILED -> verdict.facts().stream().filter(fact -> fact.outcome() == FactResult.Outcome.FAILED).findFirst()
                    .map(fact -> "fact " + (verdict.facts().indexOf(fact) + 1) + ": " + fact.name()).orElse("");
            case INCOMPLETE -> verdict.facts().stream().filter(fact -> fact.outcome() == FactResult.Outcome.SKIPPED).findFirst()
                    .map(fact -> fact.name() + ": " + fact.seen()).orElse("");
            case SICK -> verdict.message();
            default -> "";
        };
    }
}

package workshop.program;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import workshop.process.Background;
import workshop.process.CoreWait;
import workshop.process.Owned;
import workshop.process.ProgramProcess;

/** A program that was started: what it prints, whether it has ended and how, and the means to end it. */
public final class ProgramRun implements AutoCloseable {

    /** Why the workshop had to end a program itself. */
    public enum Stopped {
        /** It was still running when its time was up. */
        OUT_OF_TIME,
        /** It printed more than a million bytes. */
        FLOODED,
        /** It waited for brokers that the check has not told it of. */
        WAITED_FOR_OTHERS,
        /** It had stopped the process of the workshop, which the check needs to go on. */
        HAD_STOPPED_THE_WORKSHOP,
        /** A check needed to see no more of it, or wanted it killed. */
        BY_THE_CHECK
    }

    // a program that prints as fast as it can writes some ten megabytes meanwhile
    private static final Duration FLOOD_WATCH = Duration.ofMillis(100);

    private final ProgramProcess program;
    private final Process process;
    private final Limit limit;
    private final long startedAt;
    private final Output output;
    private final Output errors;
    private final CompletableFuture<Void> over;
    private final List<String> leftBehind = new CopyOnWriteArrayList<>();
    private final NotedThreads threads;
    private volatile Stopped stopped;
    private volatile Duration stoppedAfter;
    private volatile boolean starved;
    private volatile long endedAt;

    /** Takes a process, started just now, that prints to these files in its folder. */
    ProgramRun(ProgramProcess program, Path output, Path errors, Limit limit) throws IOException {
        this.program = program;
        this.process = program.process();
        this.limit = limit;
        this.startedAt = System.nanoTime();
        this.output = new Output(output);
        this.errors = new Output(errors);
        this.threads = new NotedThreads(process.pid(), program.folder());
        this.over = process.onExit().thenRun(() -> {
            endedAt = System.nanoTime();
            threads.end();
            leftBehind.addAll(program.killLeftBehind());
            stoppedAtLast();
            this.output.end();
            this.errors.end();
            Owned.delete(program.folder());
        });
        endAt(limit.time());
        watchForAFlood();
    }

    private void endAt(Duration time) {
        // the end calls this off, which would hold this run until then
        over.copy().orTimeout(time.minus(sinceStart()).toMillis(), TimeUnit.MILLISECONDS).exceptionallyAsync(timeout -> {
            limit.after(time).ifPresentOrElse(this::endAt, () -> stop(Stopped.OUT_OF_TIME));
            return null;
        }, Background.executor("limit"));
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    private void watchForAFlood() {
        if (isFlood()) {
            Background.start("flood", () -> stop(Stopped.FLOODED));
        } else if (process.isAlive()) {
            CompletableFuture.delayedExecutor(FLOOD_WATCH.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::watchForAFlood);
        }
    }

    private synchronized void stoppedAtLast() {
        if (program.hadStoppedThisOne()) {
            // whatever came first when this process went on
            stopped = Stopped.HAD_STOPPED_THE_WORKSHOP;
        } else if (stopped == null && isFlood()) {
            stopped = Stopped.FLOODED;
        }
    }

    private boolean isFlood() {
        return output.isFlood() || errors.isFlood();
    }

    /** Returns what it has printed on standard output. */
    public Output output() {
        return output;
    }

    /** Returns what it has printed on standard error. */
    public Output errors() {
        return errors;
    }

    /** Returns whether it has ended and all of its output is there. */
    public boolean hasEnded() {
        return over.isDone();
    }

    /** Waits until it has ended, by itself or at its limit of time; all of its output is there then. */
    public ProgramRun awaitEnd() {
        over.join();
        return this;
    }

    /** Returns when it ended, as {@link System#nanoTime()} has it; it has ended. */
    public long endedAt() {
        return endedAt;
    }

    /** Notes the threads that it has now whose names begin so, where it was told to log threads and the system tells. */
    public void noteThreads(String name) {
        threads.note(name);
    }

    /** Returns how many of these threads had not come to their end when it ended; 0 where the system does not tell. */
    public int endlessThreads() {
        return threads.endless();
    }

    /** Has its JVM tell what each thread is doing, and returns whether it could be asked to. */
    public boolean askForThreads() {
        output.expectDumps(1);
        boolean asked = process.isAlive() && program.askForThreads();
        if (!asked) {
            output.expectDumps(-1);
        }
        return asked;
    }

    /** Returns how often its JVM has told that. */
    public int threadDumps() {
        return ThreadDump.count(output.withDumps());
    }

    /** Returns what its JVM has told last; without a thread where it has not. */
    public ThreadDump lastThreadDump() {
        return ThreadDump.last(output.withDumps());
    }

    /** Returns its exit code, or nothing where it still runs or did not end by itself. */
    public Optional<Integer> exitCode() {
        return process.isAlive() || stopped != null ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** Returns whether it ended by itself with 0. */
    public boolean succeeded() {
        return exitCode().filter(code -> code == 0).isPresent();
    }

    /** Returns why it was ended, where it did not end by itself. */
    public Optional<Stopped> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** Returns whether it had no more time, and had waited for a core during more than half of it. */
    public boolean wasStarved() {
        return starved;
    }

    /** Returns how it ended, in words that continue a sentence about the program: {@code ended with code 1}. */
    public String ending() {
        if (stopped == Stopped.OUT_OF_TIME) {
            return "was still running after " + Math.round(stoppedAfter.toMillis() / 1000.0) + " s and was stopped";
        }
        if (stopped == Stopped.WAITED_FOR_OTHERS) {
            return "waited for other brokers than those of KAFKA_BOOTSTRAP_SERVERS and was stopped";
        }
        if (stopped == Stopped.FLOODED) {
            return "printed more than " + Output.LIMIT + " bytes and was stopped";
        }
        if (stopped == Stopped.HAD_STOPPED_THE_WORKSHOP) {
            return "stopped the process of the workshop (SIGSTOP) and was ended for it";
        }
        return exitCode().map(code -> "ended with code " + code).orElse("did not end");
    }

    /** Returns how long it has kept a processor busy so far; nothing where it has ended, or the system does not tell. */
    public Optional<Duration> cpuTime() {
        return process.info().totalCpuDuration();
    }

    /** Returns how long it waits for a core from now on. */
    public CoreWait coreWait() {
        return CoreWait.sinceNow(process.toHandle());
    }

    /** Returns the processes that it had started and that still ran when it had ended; they do not run any more. */
    public List<String> leftBehind() {
        return leftBehind;
    }

    /** Sends it SIGTERM, as an orderly shutdown does, and returns at once. */
    public void terminate() {
        // not Process.destroy(), which closes the streams before the program has said its last words
        process.toHandle().destroy();
    }

    /** Sends it and its children SIGKILL; they are gone when this returns. */
    public void kill() {
        stop(Stopped.BY_THE_CHECK);
    }

    /** Sends it and its children SIGKILL, as it waits for brokers that it was not told of; they are gone when this returns. */
    public void killAsItWaitsForOthers() {
        stop(Stopped.WAITED_FOR_OTHERS);
    }

    /** Kills it where it still runs. */
    @Override
    public void close() {
        kill();
    }

    private void stop(Stopped why) {
        synchronized (this) {
            if (!process.isAlive() || stopped != null) {
                return;
            }
            stoppedAfter = sinceStart();
            starved = why == Stopped.OUT_OF_TIME && CoreWait.sinceStart(process.toHandle()).longest()
                    .filter(waited -> waited.compareTo(stoppedAfter.dividedBy(2)) > 0).isPresent();
            stopped = why;
        }
        Owned.kill(process);
    }
}

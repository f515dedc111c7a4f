package workshop.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import workshop.cluster.Cluster;
import workshop.evidence.Wait;
import workshop.evidence.wire.CommitGate;
import workshop.evidence.wire.Disturbance;
import workshop.evidence.wire.Tap;
import workshop.evidence.wire.Traffic;
import workshop.evidence.wire.WriteGate;
import workshop.program.Program;
import workshop.program.ProgramRun;

/** One run of the program in the surroundings that a check gives it, with a {@link Tap} between it and the brokers. */
public final class Attempt implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    // a client whose time-out is not far longer would fail on a broker that is merely busy
    private static final Duration UNNOTICED = Duration.ofMillis(500);

    // of the thread of a producer; a system may not tell more than fifteen characters of it
    private static final String PRODUCER = "kafka-producer-";

    private final Tap tap;
    private final Runnable onStart;
    private Program program;
    private List<Integer> brokers;
    // gates ask for it on other threads
    private volatile ProgramRun run;
    private volatile boolean waitedInVain;
    private boolean closed;

    Attempt(Cluster cluster, Program program, Set<String> own, Runnable onStart) {
        this.onStart = onStart;
        this.tap = new Tap(cluster, own);
        this.program = program;
        this.brokers = List.copyOf(cluster.brokers().keySet());
    }

    /** Gives the program an environment variable. */
    public Attempt with(String variable, String value) {
        program = program.with(variable, value);
        return this;
    }

    /** Lists the brokers in another order in the program's {@code KAFKA_BOOTSTRAP_SERVERS}. */
    public Attempt knowing(List<Integer> inThisOrder) {
        brokers = List.copyOf(inThisOrder);
        return this;
    }

    /** Has the program find a broker down from its start: one that the check is about to stop, and that stays away. */
    public Attempt without(int broker) {
        tap.hide(broker);
        return this;
    }

    /**
     * Has the program notice nothing of a broker that the check stops meanwhile: another one answers in its place. It may lead no
     * partition that the program uses.
     */
    public Attempt unawareOf(int broker) {
        tap.replace(broker, brokers.stream().filter(other -> other != broker).findFirst().orElseThrow());
        return this;
    }

    /** Gives the program what else it is to meet: arguments, a language, input, a limit of time. */
    public Attempt where(UnaryOperator<Program> surroundings) {
        program = surroundings.apply(program);
        return this;
    }

    /** Has the program meet what a quiet cluster would not show; to be called before it is started. */
    public Attempt disturbed(Disturbance how) {
        tap.disturb(how);
        return this;
    }

    /** Has the program meet that at one broker alone; to be called before it is started. */
    public Attempt disturbedAt(int broker, Disturbance how) {
        tap.disturb(how, at -> at == broker);
        return this;
    }

    /**
     * Has it noted which threads of producers come to their end before the program does, as they do when a producer is closed;
     * to be called before it is started.
     */
    public Attempt notingProducers() {
        program = program.loggingThreads();
        tap.traffic().moments().beforeEachWrite(() -> Optional.ofNullable(run).ifPresent(now -> now.noteThreads(PRODUCER)));
        return this;
    }

    /** Has what the program writes to a topic answered when nothing else that it writes is; to be called before it is started. */
    public Attempt sparing(String topic) {
        tap.spare(topic);
        return this;
    }

    /** Has each commit that the program asks for meet a gate; to be called before it is started. */
    public Attempt committingThrough(CommitGate gate) {
        tap.guardCommits(gate);
        return this;
    }

    /** Has each request to write of the program meet a gate; to be called before it is started. */
    public Attempt writingThrough(WriteGate gate) {
        tap.guardWrites(gate);
        return this;
    }

    /** Has whatever the program asks to write from now on refused by an error. */
    public void refuseWrites(ApiException error) {
        tap.refuseWrites(error);
    }

    /** Hears where partitions end when the program asks for it, before the program does; to be called before it is started. */
    public Attempt tellingOfEnds(ObjLongConsumer<TopicPartition> listener) {
        tap.tellOfEnds(listener);
        return this;
    }

    /**
     * Starts the program ahead of its time: what it asks of a broker waits until {@link #begin()}, so that its JVM starts while
     * the check still prepares what the program is to meet.
     */
    public Attempt startAhead() {
        tap.hold();
        return start();
    }

    /**
     * Lets a program that was started ahead have its answers. One that may have waited so long that it could notice is ended,
     * and another one is started in its place: no program fails by the slowness of what was prepared for it.
     */
    public synchronized Attempt begin() {
        boolean late = tap.held().compareTo(UNNOTICED) > 0;
        if (late) {
            run.close();
        }
        tap.release();
        return late ? start() : this;
    }

    /** Starts the program. */
    public synchronized Attempt start() {
        if (closed) {
            Trial.cannotJudge("the judgement was stopped");
        }
        try {
            run = program.with("KAFKA_BOOTSTRAP_SERVERS", brokers.stream().map(tap::address).collect(Collectors.joining(",")))
                    .moreWhile(tap.traffic().moments()::hasWrittenWithin).start();
            OtherBrokers.watch(run, tap.traffic());
            onStart.run();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("the program's JVM cannot be started: " + e.getMessage(), e);
        }
    }

    /** Returns the running program. */
    public ProgramRun run() {
        return run;
    }

    /** Returns what it asked of the brokers so far, and what they answered. */
    public Traffic traffic() {
        return tap.traffic();
    }

    /**
     * Waits until the program has come to something. That it has not in time is the program's affair, and no trouble: the check
     * judges it as it is, and the machine is asked whether it was too busy.
     */
    public void await(Duration patience, Callable<Boolean> condition) {
        waitedInVain |= !Wait.holdsWithin(patience, condition);
    }

    /**
     * Waits until the program has ended or, before that, the traffic shows what the check waits for; for two minutes at most.
     */
    public Attempt awaitEndOr(Predicate<Traffic> shown) {
        await(PATIENCE, () -> run.hasEnded() || shown.test(traffic()));
        return this;
    }

    /**
     * Waits until the program has printed what the check waits for, on either stream, and returns whether it has: it may have
     * ended before, or have no more time.
     */
    public boolean awaitPrinted(Predicate<Printed> what) {
        await(PATIENCE, () -> run.hasEnded() || what.test(Printed.by(run)));
        return what.test(Printed.by(run));
    }

    /** Waits until the program has ended, by itself or at its limit of time. */
    public Attempt awaitEnd() {
        run.awaitEnd();
        return this;
    }

    Optional<String> trouble() {
        return tap.failure();
    }

    boolean waitedForOtherBrokers() {
        return run != null && run.stopped().equals(Optional.of(ProgramRun.Stopped.WAITED_FOR_OTHERS));
    }

    boolean wasStarved() {
        return run != null && run.wasStarved();
    }

    boolean hadNoTime() {
        return waitedInVain || run != null && run.stopped().equals(Optional.of(ProgramRun.Stopped.OUT_OF_TIME));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (run != null) {
            run.close();
        }
        tap.close();
    }
}

package workshop.evidence.wire;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** When a program first came to a broker, when it first and last asked one to write, and how long its requests to write may take. */
public final class Moments {

    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong connected = new AtomicLong(NEVER);
    private final AtomicLong firstWrite = new AtomicLong(NEVER);
    private final AtomicLong lastWrite = new AtomicLong(NEVER);
    private final AtomicLong lastTaken = new AtomicLong(NEVER);
    private final AtomicLong shortestWrite = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean answered;
    private volatile Runnable onWrite = () -> { };

    Moments() {
    }

    /** Has somebody hear of each request to write before it goes on: the thread that sent it is alive then. */
    public void beforeEachWrite(Runnable listener) {
        onWrite = listener;
    }

    /** Returns when the program first connected to a broker that it was told of, as {@link System#nanoTime()} has it. */
    public OptionalLong connected() {
        return when(connected);
    }

    /** Returns when the program first asked a broker to write, as {@link System#nanoTime()} has it. */
    public OptionalLong firstWrite() {
        return when(firstWrite);
    }

    /** Returns when the program last asked a broker to write, as {@link System#nanoTime()} has it. */
    public OptionalLong lastWrite() {
        return when(lastWrite);
    }

    /**
     * Returns the shortest time that a request to write names, which is the producer's {@code request.timeout.ms}; nothing where
     * there was none. No producer is made whose {@code delivery.timeout.ms} is less.
     */
    public Duration shortestWrite() {
        long shortest = shortestWrite.get();
        return shortest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(shortest);
    }

    /** Returns whether a broker has taken something that the program asked it to write, within this time. */
    public boolean hasWrittenWithin(Duration time) {
        OptionalLong last = when(lastTaken);
        return last.isPresent() && System.nanoTime() - last.getAsLong() < time.toNanos();
    }

    /** Returns whether any broker has answered the program anything. */
    public boolean answered() {
        return answered;
    }

    void connecting() {
        connected.compareAndSet(NEVER, System.nanoTime());
    }

    void writing(int requestTimeoutMs) {
        firstWrite.compareAndSet(NEVER, System.nanoTime());
        lastWrite.set(System.nanoTime());
        shortestWrite.accumulateAndGet(requestTimeoutMs, Math::min);
        onWrite.run();
    }

    void taken() {
        lastTaken.set(System.nanoTime());
    }

    void answering() {
        answered = true;
    }

    private static OptionalLong when(AtomicLong moment) {
        long nanoTime = moment.get();
        return nanoTime == NEVER ? OptionalLong.empty() : OptionalLong.of(nanoTime);
    }
}

package workshop.cluster.playground;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Who has the playground's brokers: one at a time, in the order in which they asked. */
final class Lease {

    // the first one has it
    private final Deque<CompletableFuture<Void>> turns = new ArrayDeque<>();

    /** Asks for the lease, and returns what completes when it is had. */
    synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        turns.add(turn);
        turns.peek().complete(null);
        return turn;
    }

    /** Gives the lease back, or waits no more for it. */
    synchronized void giveBack(CompletableFuture<Void> turn) {
        turns.remove(turn);
        if (!turns.isEmpty()) {
            turns.peek().complete(null);
        }
    }
}

package workshop.learn;

import java.util.concurrent.CompletableFuture;
import workshop.verdict.Judge;

/** A cluster of somebody else's, on which a session judges while others use it. */
record JoinedCluster(Judge judge) implements SessionCluster {

    @Override
    public void alone(Runnable waiting, Runnable what) {
        // nothing that a check does there is in another's way
        what.run();
    }

    @Override
    public CompletableFuture<?> ended() {
        // should its brokers go, each verdict says so until they are back
        return new CompletableFuture<>();
    }

    @Override
    public void forget() {
        return;
    }

    @Override
    public void close() {
        judge.close();
    }
}

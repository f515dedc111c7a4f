package workshop.learn;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.PortOwner;
import workshop.verdict.Judge;

/** The playground of another process, which a session has while it judges, and others in the meantime. */
record JoinedPlayground(PlaygroundCluster playground, Judge judge) implements SessionCluster {

    // longer than any judgement: a save waits for its turn
    private static final Duration TURN = Duration.ofHours(1);
    // brokers whose owner was killed end a little later than it
    private static final Duration END = Duration.ofSeconds(15);

    @Override
    public void alone(Runnable waiting, Runnable what) {
        playground.alone(TURN, waiting, what);
    }

    @Override
    public CompletableFuture<?> ended() {
        return playground.ended().thenRunAsync(() -> Wait.holdsWithin(END,
                () -> IntStream.of(PlaygroundServer.PORTS).allMatch(PortOwner::isFree)), Background.executor("ports"));
    }

    @Override
    public void forget() {
        Background.start("judge", judge::close);
    }

    @Override
    public void close() {
        judge.close();
    }
}

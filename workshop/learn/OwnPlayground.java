package workshop.learn;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import workshop.process.Background;
import workshop.verdict.Judge;

/** A playground that a session has started, which lends it to checks of other processes too. */
record OwnPlayground(Playground playground, Judge judge) implements SessionCluster {

    @Override
    public void alone(Runnable waiting, Runnable what) throws InterruptedException {
        playground.alone(waiting, what);
    }

    @Override
    public CompletableFuture<?> ended() {
        return playground.cluster().ended();
    }

    @Override
    public void forget() throws IOException {
        // its clients take their time to find out that nobody answers; nobody waits for that
        Background.start("judge", judge::close);
        playground.close();
    }

    @Override
    public void close() throws IOException {
        playground.close();
    }
}

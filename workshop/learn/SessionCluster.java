package workshop.learn;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import workshop.verdict.Judge;

/** Three brokers that a session judges on. */
public interface SessionCluster extends AutoCloseable {

    /** Returns what judges on them. */
    Judge judge();

    /** Returns which brokers they are and where, in a line for a person. */
    default String description() {
        return judge().cluster().description();
    }

    /**
     * Does something while nobody else has the brokers; waits for whoever has them.
     *
     * @param waiting called once when this has waited for a second
     * @throws workshop.cluster.ClusterException where they cannot be had
     */
    default void alone(Runnable waiting, Runnable what) throws InterruptedException {
        // where nothing that a check does is in another's way
        what.run();
    }

    /** Returns what completes when the brokers have ended, for whatever reason, and others can be started at their addresses. */
    default CompletableFuture<?> ended() {
        // where nobody tells: should they go, each verdict says so until they are back
        return new CompletableFuture<>();
    }

    /** Lets go of brokers that have ended; nobody finds them any more when this returns. */
    default void forget() throws IOException {
    }

    /** Ends the use of the brokers; those that were started for the session are gone when this returns. */
    @Override
    void close() throws IOException;

    /** Returns brokers that somebody else starts and closes, and that nobody else judges on. */
    static SessionCluster of(Judge judge) {
        return new SessionCluster() {
            @Override
            public Judge judge() {
                return judge;
            }

            @Override
            public void close() {
                // its owner does
                return;
            }
        };
    }
}

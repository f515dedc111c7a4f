package workshop.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import workshop.cluster.external.ExternalCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.process.Background;
import workshop.process.CacheFolder;
import workshop.process.Owned;
import workshop.verdict.Course;
import workshop.verdict.Judge;

/** The brokers of a session: should they end while it lasts, others are started in their place. */
public final class SessionClusters implements AutoCloseable {

    /** Finds brokers, or starts them. */
    @FunctionalInterface
    public interface Source {

        /** Returns brokers that are up. */
        SessionCluster open() throws IOException;
    }

    // a machine on which brokers end so often is not helped by more of them
    private static final int ENDS = 3;

    private final Source source;
    private volatile CompletableFuture<SessionCluster> now;
    private Consumer<Event> told;
    private int ends;
    private boolean closed;

    /** Takes where brokers come from, each time that some are needed. */
    public SessionClusters(Source source) {
        this.source = source;
    }

    /** Returns those of the running playground, where there is one, else of a playground of the session's own. */
    public static SessionClusters playgrounds(Course course) {
        return new SessionClusters(() -> {
            try (StartTurn turn = StartTurn.take(CacheFolder.path())) {
                Optional<PlaygroundCluster> running = PlaygroundCluster.join(CacheFolder.path());
                if (running.isPresent()) {
                    return new JoinedPlayground(running.get(), new Judge(running.get()));
                }
                Playground own = Playground.startInTurn(course, false);
                return new OwnPlayground(own, new Judge(own.cluster()));
            }
        });
    }

    /** Returns a cluster of somebody else's, by addresses of its brokers. */
    public static SessionClusters external(List<String> addresses) {
        return new SessionClusters(() -> new JoinedCluster(new Judge(ExternalCluster.join(addresses, CacheFolder.path()))));
    }

    /**
     * Begins to start the first brokers.
     *
     * @param listener hears when brokers are there, when they have ended and others start, and when no others will
     */
    synchronized void begin(Consumer<Event> listener) {
        told = listener;
        open();
    }

    private void open() {
        now = Background.call("brokers", () -> {
            try {
                return source.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
        now.whenComplete((opened, failure) -> {
            if (failure != null) {
                told.accept(new Event.Over((failure.getCause() == null ? failure : failure.getCause()).getMessage()));
            } else {
                told.accept(new Event.Changed());
                opened.ended().thenRunAsync(() -> replace(opened), Background.executor("brokers"));
            }
        });
    }

    private void replace(SessionCluster ended) {
        synchronized (this) {
            if (closed || Owned.isEnding()) {
                return;
            }
            ends++;
            if (ends == ENDS) {
                told.accept(new Event.Over("The brokers have ended " + ENDS + " times, and nothing was judged between. Type "
                        + "./jbang doctor to see what this machine lacks."));
                return;
            }
        }
        forget(ended);
        synchronized (this) {
            if (!closed) {
                open();
                told.accept(new Event.BrokersEnded());
            }
        }
    }

    private static void forget(SessionCluster ended) {
        try {
            ended.forget();
        } catch (IOException inUse) {
            // what is left of them goes with this process
            return;
        }
    }

    /** Returns what completes when the brokers of now are there, or cannot be had. */
    CompletableFuture<SessionCluster> now() {
        return now;
    }

    /** Says that a verdict was given: the brokers of now are sound. */
    synchronized void judged() {
        ends = 0;
    }

    /** Ends the brokers of now, where they are there already; those that are still starting go with this process. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        if (now != null && now.isDone() && !now.isCompletedExceptionally()) {
            now.join().close();
        }
    }
}

package workshop.cluster.playground;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;

/**
 * The playground that runs in another process of the same user. Its brokers are this process's own between {@link #take} and
 * {@link #give} alone; others have them in the meantime.
 */
public final class PlaygroundCluster implements Cluster {

    /** The word for this kind. */
    public static final String KIND = "playground";

    private final Announcement playground;
    private final Heartbeats heartbeats;
    private final SortedMap<Integer, String> brokers;
    private volatile PlaygroundConnection connection;

    private PlaygroundCluster(Announcement playground, Heartbeats heartbeats) throws IOException {
        this.playground = playground;
        this.heartbeats = heartbeats;
        this.connection = new PlaygroundConnection(playground, heartbeats);
        this.brokers = connection.brokers();
    }

    /**
     * Returns the process that runs the playground which is announced in a folder: one that answers, else one that is
     * suspended. Takes some seconds where there is one of the latter alone.
     */
    public static Optional<Long> pid(Path folder) {
        List<Announcement> suspended = new ArrayList<>();
        Optional<PlaygroundCluster> answers = find(folder, Heartbeats.USUAL, suspended);
        answers.ifPresent(PlaygroundCluster::close);
        return answers.map(found -> found.playground).or(() -> suspended.stream().findFirst()).map(Announcement::pid);
    }

    /**
     * Returns the running playground that is announced in a folder, the {@link workshop.process.CacheFolder}, or nothing where
     * none runs.
     *
     * @throws ClusterException where there is one, but it does not answer
     */
    public static Optional<PlaygroundCluster> join(Path folder) {
        return join(folder, Heartbeats.USUAL);
    }

    /** Does so too, and takes a playground to be suspended after a silence of another length. */
    public static Optional<PlaygroundCluster> join(Path folder, Heartbeats heartbeats) {
        List<Announcement> suspended = new ArrayList<>();
        Optional<PlaygroundCluster> answers = find(folder, heartbeats, suspended);
        if (answers.isEmpty() && !suspended.isEmpty()) {
            throw PlaygroundConnection.suspended(suspended.get(0));
        }
        return answers;
    }

    private static Optional<PlaygroundCluster> find(Path folder, Heartbeats heartbeats, List<Announcement> suspended) {
        for (Announcement announced : Announcement.in(folder)) {
            try {
                return Optional.of(new PlaygroundCluster(announced, heartbeats));
            } catch (SocketTimeoutException e) {
                suspended.add(announced);
            } catch (IOException e) {
                // it was killed, and its process id is another's now
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * Waits for its turn and takes the brokers, all of which run then. One that lost them, as it was suspended, may take them
     * again.
     *
     * @param atMost  how long to wait
     * @param waiting called once when others have the brokers and this waits
     * @throws ClusterException where it is not its turn in time, or the playground does not answer, or has gone
     */
    public void take(Duration atMost, Runnable waiting) {
        if (connection.isLost()) {
            try {
                connection = new PlaygroundConnection(playground, heartbeats);
            } catch (SocketTimeoutException e) {
                throw PlaygroundConnection.suspended(playground);
            } catch (IOException e) {
                throw new ClusterException("the playground (process " + playground.pid() + ") has gone. Type the command again.", e);
            }
        }
        connection.take(atMost, waiting);
    }

    /** Gives the brokers back; those that were stopped run again when this returns. */
    public void give() {
        connection.give();
    }

    /** Takes the brokers as {@link #take} does, does something, and gives them back. */
    public void alone(Duration atMost, Runnable waiting, Runnable what) {
        take(atMost, waiting);
        try {
            what.run();
        } finally {
            give();
        }
    }

    /** Returns what completes when the process that runs the playground has ended. */
    public CompletableFuture<?> ended() {
        return ProcessHandle.of(playground.pid()).<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SortedMap<Integer, String> brokers() {
        return brokers;
    }

    @Override
    public boolean canStopBrokers() {
        return true;
    }

    @Override
    public void stopBroker(int id) {
        connection.ask("stop " + id);
    }

    @Override
    public void killBroker(int id) {
        connection.ask("kill " + id);
    }

    @Override
    public void startBroker(int id) {
        connection.ask("start " + id);
    }

    @Override
    public String trouble() {
        try {
            connection.ask(Lending.HELD);
            return "";
        } catch (ClusterException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

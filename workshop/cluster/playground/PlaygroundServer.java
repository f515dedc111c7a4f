package workshop.cluster.playground;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Background;

/**
 * Lends the playground's brokers to one judgement at a time, stopping them included. When it has them no more, however that
 * came about, the brokers that it stopped come back.
 */
public final class PlaygroundServer implements AutoCloseable {

    /** Where the brokers of the playground are, on loopback. */
    public static final int[] PORTS = {9092, 9093, 9094};

    private final Cluster cluster;
    private final Heartbeats heartbeats;
    private final ServerSocket door;
    private final String token = UUID.randomUUID().toString();
    private final Lease lease = new Lease();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Path announcement;

    /**
     * Begins to lend a cluster to checks of the same user.
     *
     * @param folder where it is announced: the {@link workshop.process.CacheFolder}
     * @throws IOException where it cannot be announced
     */
    public PlaygroundServer(Cluster cluster, Path folder) throws IOException {
        this(cluster, folder, Heartbeats.USUAL);
    }

    /** Begins to lend a cluster to checks of the same user, which are taken to be suspended after a silence of another length. */
    public PlaygroundServer(Cluster cluster, Path folder, Heartbeats heartbeats) throws IOException {
        this.cluster = cluster;
        this.heartbeats = heartbeats;
        this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Background.start("playground", this::admit);
        this.announcement = new Announcement(ProcessHandle.current().pid(), door.getLocalPort(), token).publish(folder);
    }

    /**
     * Does something while nobody else has the cluster; waits for who has it. All brokers run when it begins, as far as they
     * can be started.
     *
     * @param waiting called once when this has waited for a second
     */
    public void alone(Runnable waiting, Runnable what) throws InterruptedException {
        CompletableFuture<Void> turn = lease.ask();
        // not at once: most turns are short
        turn.copy().orTimeout(1, TimeUnit.SECONDS).exceptionally(stillAnothers -> {
            waiting.run();
            return null;
        });
        try {
            turn.get();
            what.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            giveBack(turn);
        }
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                connections.add(socket);
                Background.start("playground", () -> {
                    new Lending(this, socket).serve();
                    connections.remove(socket);
                });
            } catch (IOException e) {
                // the door was closed
                return;
            }
        }
    }

    Cluster cluster() {
        return cluster;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    String token() {
        return token;
    }

    Lease lease() {
        return lease;
    }

    /** Gives the lease to the next, with all brokers running; or takes somebody from those who wait for it. */
    void giveBack(CompletableFuture<Void> turn) {
        try {
            if (turn.isDone()) {
                cluster.brokers().keySet().forEach(cluster::startBroker);
            }
        } catch (ClusterException e) {
            // at Ctrl-C the brokers go under its hands; if they died by themselves, the command that runs them says so
            return;
        } finally {
            lease.giveBack(turn);
        }
    }

    /** Lends the cluster no more: it is found no more, and who has it is told that the playground has gone. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(announcement);
        door.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}

package workshop.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import workshop.cluster.ClusterException;
import workshop.cluster.OwnCluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Evidence;
import workshop.process.CacheFolder;
import workshop.process.PortOwner;
import workshop.verdict.Course;

/** Three brokers on the ports that lessons expect when they are run by hand, with the lessons' topics, lent to checks. */
public final class Playground implements AutoCloseable {

    private final OwnCluster cluster;
    private final PlaygroundServer server;

    private Playground(OwnCluster cluster, PlaygroundServer server) {
        this.cluster = cluster;
        this.server = server;
    }

    /**
     * Starts the brokers; the topics are there and checks find them when this returns. Where another process is about to start a
     * playground, it waits for that.
     *
     * @param verbose whether the brokers' log goes to standard error
     * @throws ClusterException where a port is taken, or the brokers cannot start; the message says what to do
     * @throws IOException      where a file of the workshop cannot be read or written
     */
    public static Playground start(Course course, boolean verbose) throws IOException {
        try (StartTurn turn = StartTurn.take(CacheFolder.path())) {
            return startInTurn(course, verbose);
        }
    }

    /** Starts them for a process that has the turn. */
    static Playground startInTurn(Course course, boolean verbose) throws IOException {
        Path cache = CacheFolder.path();
        takenPort(cache).ifPresent(message -> {
            throw new ClusterException(message);
        });
        OwnCluster cluster = EmbeddedCluster.start(verbose, PlaygroundServer.PORTS);
        try (Evidence evidence = new Evidence(cluster)) {
            evidence.create(course.topics());
            return new Playground(cluster, new PlaygroundServer(cluster, cache));
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Optional<String> takenPort(Path cache) {
        Optional<Long> running = PlaygroundCluster.pid(cache);
        return IntStream.of(PlaygroundServer.PORTS).filter(port -> !PortOwner.isFree(port)).mapToObj(port -> {
            String owner = running.isPresent() ? "a playground that runs already (process " + running.get() + ")"
                    : PortOwner.of(port).orElse("another program");
            return "Port " + port + " is taken by " + owner + ". End that, and type the command again.";
        }).findFirst();
    }

    /** Returns the brokers. */
    public OwnCluster cluster() {
        return cluster;
    }

    /**
     * Does something while no check of another process has the brokers; waits for one that has.
     *
     * @param waiting called once when this has waited for a second
     */
    public void alone(Runnable waiting, Runnable what) throws InterruptedException {
        server.alone(waiting, what);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cluster.close();
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.PortOwner;

/** A playground is lent to one check at a time, and comes back whole. */
@DisplayName("playground")
@ExtendWith(Shared.Resolver.class)
class PlaygroundTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;
    private Cluster cluster;
    private PlaygroundServer server;

    @BeforeEach
    void open(Shared shared) throws Exception {
        cluster = shared.cluster();
        server = new PlaygroundServer(cluster, folder);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    @DisplayName("it is found, and lent to one check at a time")
    void oneAtATime() {
        assertEquals(Optional.of(ProcessHandle.current().pid()), PlaygroundCluster.pid(folder));
        try (Cluster lent = PlaygroundCluster.join(folder).orElseThrow()) {
            assertEquals(cluster.brokers(), lent.brokers());
            assertEquals("playground", lent.kind());
            assertTrue(PlaygroundCluster.join(folder).isEmpty());
        }
        Wait.until("the playground to be free again", SOON, () -> {
            Optional<Cluster> again = PlaygroundCluster.join(folder);
            again.ifPresent(Cluster::close);
            return again.isPresent();
        });
    }

    @Test
    @DisplayName("a check can stop a broker, which comes back when the check has gone")
    void comesBackWhole() {
        try (Cluster lent = PlaygroundCluster.join(folder).orElseThrow()) {
            lent.stopBroker(3);
            assertTrue(PortOwner.isFree(port(3)));
            // and now the check is killed: nobody says start
        }
        Wait.until("broker 3", SOON, () -> !PortOwner.isFree(port(3)));
    }

    @Test
    @DisplayName("a playground that was killed is not found, whatever it has left")
    void killed() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        announce(gone.pid(), 1);
        assertTrue(PlaygroundCluster.join(folder).isEmpty());
        assertTrue(PlaygroundCluster.pid(folder).isEmpty());
    }

    @Test
    @DisplayName("a port that belongs to somebody else by now is no playground")
    void somebodyElse() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            announce(ProcessHandle.current().pid(), port);
            assertFalse(PlaygroundCluster.join(folder).isPresent());
        }
    }

    @Test
    @DisplayName("who does not know the token is shown the door")
    void token() throws Exception {
        String announced = Files.readString(folder.resolve("playground"));
        Files.writeString(folder.resolve("playground"), announced.replaceAll("token=.*", "token=guessed"));
        assertTrue(PlaygroundCluster.join(folder).isEmpty());
    }

    private void announce(long pid, int port) throws Exception {
        Files.writeString(folder.resolve("playground"), "pid=" + pid + "\nport=" + port + "\ntoken=x\n");
    }

    private int port(int broker) {
        return Integer.parseInt(cluster.brokers().get(broker).split(":")[1]);
    }
}

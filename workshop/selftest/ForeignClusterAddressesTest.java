package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.evidence.wire.Tap;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.process.PortOwner;

/** What cannot be judged on is told in a line, and what could be is offered: a check says nothing of a program then. */
@DisplayName("addresses of a cluster")
@ExtendWith(Shared.Resolver.class)
class ForeignClusterAddressesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    @TempDir
    private Path cache;
    @TempDir
    private Path temp;
    private Cluster cluster;
    private Checks checks;

    @BeforeEach
    void open(Shared shared) throws IOException {
        CourseCopy.of(shared.course(), folder);
        cluster = shared.cluster();
        checks = new Checks(folder, cache, temp);
    }

    @Test
    @DisplayName("a list of addresses that is none is a bad option, code 2")
    void malformed() throws Exception {
        for (String list : List.of("localhost:9092,", "localhost:99999", "one,two", ":9092")) {
            Checks.Ended said = checks.run("01", list);
            assertEquals(2, said.code(), said.text());
            assertEquals(1, said.text().lines().count(), said.text());
            assertTrue(said.text().contains("HOST:PORT"), said.text());
        }
    }

    @Test
    @DisplayName("where nobody listens, or another service does, or one that says nothing, there is no verdict, and a line that says so")
    void noBroker() throws Exception {
        int closed;
        try (ServerSocket socket = listen()) {
            closed = socket.getLocalPort();
        }
        sick("no broker answers at 127.0.0.1:" + closed, cluster.brokers().get(1) + ",127.0.0.1:" + closed);
        try (ServerSocket web = listen()) {
            Background.start("web", () -> answer(web));
            sick("does not speak Kafka's protocol", "127.0.0.1:" + web.getLocalPort());
        }
        try (ServerSocket silent = listen()) {
            sick("does not answer", "127.0.0.1:" + silent.getLocalPort());
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket web) {
        while (!web.isClosed()) {
            try (Socket client = web.accept()) {
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    @Test
    @DisplayName("a cluster of fewer than three brokers, and one on which topics may not be made, are no good: code 3, and a line")
    void unfit() throws Exception {
        // what a tap refuses to a program is refused to a check behind it
        try (Tap tap = new Tap(cluster, Set.of())) {
            sick("you have no right to", tap.address(1));
        }
        cluster.stopBroker(3);
        try {
            sick("has 2 of the three brokers", cluster.brokers().get(1));
        } finally {
            cluster.startBroker(3);
            try (Evidence evidence = new Evidence(cluster)) {
                evidence.awaitAllInSync();
            }
        }
    }

    @Test
    @DisplayName("a broker that is on its way back is waited for, as on a playground on which a check has just ended")
    void broughtBack() throws Exception {
        cluster.stopBroker(3);
        try (Tap tap = new Tap(cluster, Set.of())) {
            Background.start("the broker comes back", () -> {
                Wait.until("the check to come", SOON, tap.traffic()::hasConnected);
                cluster.startBroker(3);
            });
            // what the check asks for next, once it has seen all three
            sick("you have no right to", tap.address(1));
        }
        try (Evidence evidence = new Evidence(cluster)) {
            evidence.awaitAllInSync();
        }
    }

    @Test
    @DisplayName("so is one whose address was given")
    void broughtBackThere() throws Exception {
        try (Forwarder there = new Forwarder(cluster.brokers().get(1)); Forwarder back = new Forwarder(cluster.brokers().get(3))) {
            there.open();
            Background.start("the broker comes back", () -> {
                Wait.until("the check to come", SOON, there::hasConnected);
                back.open();
            });
            Checks.Ended said = checks.run("01", there.address() + "," + back.address());
            assertEquals(1, said.code(), said.text());
        }
    }

    private void sick(String why, String addresses) throws Exception {
        Checks.Ended said = checks.run("01", addresses);
        assertEquals(3, said.code(), said.text());
        assertTrue(said.text().replaceAll("\\s+", " ").contains(why), said.text());
    }

    @Test
    @DisplayName("a check that is left the choice tells of a cluster on the playground's port, and how to have it used")
    void told() throws Exception {
        try (ServerSocket compose = new ServerSocket()) {
            assumeTrue(PortOwner.isFree(PlaygroundServer.PORTS[0]), "a playground runs here");
            compose.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PlaygroundServer.PORTS[0]));
            Background.start("compose", () -> greet(compose));
            Path said = folder.resolve("said");
            Process check = Owned.start(checks.command("01", "auto").redirectErrorStream(true).redirectOutput(said.toFile()));
            // it is not to start brokers of its own for this
            Wait.until("the check to tell of it", SOON,
                    () -> Files.readString(said).contains("--cluster localhost:" + PlaygroundServer.PORTS[0]));
            Owned.kill(check);
        }
    }

    // as a broker that knows no request
    private static void greet(ServerSocket compose) {
        while (!compose.isClosed()) {
            try (Socket client = compose.accept()) {
                byte[] question = new byte[new DataInputStream(client.getInputStream()).readInt()];
                new DataInputStream(client.getInputStream()).readFully(question);
                // its length, the number of the question, no error, nothing
                client.getOutputStream().write(ByteBuffer.allocate(14).putInt(10)
                        .putInt(ByteBuffer.wrap(question).getInt(4)).array());
            } catch (IOException closed) {
                continue;
            }
        }
    }
}

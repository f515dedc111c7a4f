package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.cluster.playground.Heartbeats;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.process.PortOwner;

/** A playground is lent to one judgement at a time, and comes back whole. */
@DisplayName("playground")
@ExtendWith(Shared.Resolver.class)
class PlaygroundTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Heartbeats QUICK = new Heartbeats(Duration.ofMillis(200), Duration.ofSeconds(1));

    @TempDir
    private Path folder;
    private Cluster cluster;
    private PlaygroundServer server;

    @BeforeEach
    void open(Shared shared) throws Exception {
        cluster = shared.cluster();
        server = new PlaygroundServer(cluster, folder, QUICK);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    @DisplayName("it is found by many, and lent to one at a time, who gives it back and may take it again")
    void oneAtATime() {
        assertEquals(Optional.of(ProcessHandle.current().pid()), PlaygroundCluster.pid(folder));
        try (PlaygroundCluster one = join(); PlaygroundCluster other = join()) {
            assertEquals(cluster.brokers(), one.brokers());
            assertEquals("playground", one.kind());
            for (PlaygroundCluster has : new PlaygroundCluster[] {one, other, one}) {
                has.take(SOON, () -> { });
                assertEquals("", has.trouble());
                PlaygroundCluster waits = has == one ? other : one;
                AtomicInteger told = new AtomicInteger();
                String message = assertThrows(ClusterException.class, () -> waits.take(AT_ONCE, told::incrementAndGet)).getMessage();
                assertTrue(message.contains("was lent to others"), message);
                assertEquals(1, told.get());
                has.give();
            }
        }
    }

    @Test
    @DisplayName("who does not have it can do nothing to its brokers, nor judge on them")
    void notTaken() {
        try (PlaygroundCluster lent = join()) {
            String message = assertThrows(ClusterException.class, () -> lent.stopBroker(3)).getMessage();
            assertTrue(message.contains("not lent"), message);
            assertFalse(PortOwner.isFree(port(3)));
            assertTrue(lent.trouble().contains("not lent"), lent.trouble());
        }
    }

    @Test
    @DisplayName("a check can stop a broker, which comes back when the check gives the playground back, or has gone")
    void comesBackWhole() {
        try (PlaygroundCluster lent = join()) {
            lent.alone(SOON, () -> { }, () -> {
                lent.stopBroker(3);
                assertTrue(PortOwner.isFree(port(3)));
            });
            assertFalse(PortOwner.isFree(port(3)));
            lent.take(SOON, () -> { });
            lent.stopBroker(2);
            assertTrue(PortOwner.isFree(port(2)));
            // and now the check is killed: nobody says start
        }
        Wait.until("broker 2", SOON, () -> !PortOwner.isFree(port(2)));
    }

    @Test
    @DisplayName("the process of the playground takes its turn, too, and leaves it whole")
    void alone() throws Exception {
        try (PlaygroundCluster lent = join()) {
            lent.take(SOON, () -> { });
            CompletableFuture<Void> own = Background.call("own", () -> {
                try {
                    server.alone(() -> { }, () -> cluster.stopBroker(3));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return null;
            });
            assertFalse(own.isDone());
            lent.give();
            own.join();
            assertFalse(PortOwner.isFree(port(3)));
        }
    }

    @Test
    @DisplayName("one that has it and is suspended loses it after a while, and hears of it when it is back")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends POSIX signals")
    void suspended() throws Exception {
        Process holder = Owned.start(new ProcessBuilder(Java.command("-cp", System.getProperty("java.class.path"),
                LeaseHolder.class.getName(), folder.toString(), String.valueOf(QUICK.interval().toMillis()),
                String.valueOf(QUICK.timeout().toMillis()))));
        try (BufferedReader says = holder.inputReader(StandardCharsets.UTF_8); PlaygroundCluster next = join()) {
            assertEquals("stopped", tell(holder, says));
            Signals.send("STOP", holder.toHandle());
            next.take(SOON, () -> { });
            assertTrue(IntStream.rangeClosed(1, 3).noneMatch(broker -> PortOwner.isFree(port(broker))));
            Signals.send("CONT", holder.toHandle());
            String said = tell(holder, says);
            assertTrue(said.contains("was it suspended?"), said);
            assertEquals("", next.trouble());
        } finally {
            Owned.kill(holder);
        }
    }

    private static String tell(Process holder, BufferedReader says) throws IOException {
        holder.getOutputStream().write('\n');
        holder.getOutputStream().flush();
        return says.readLine();
    }

    @Test
    @DisplayName("one that is suspended keeps nobody waiting, before it is joined and after")
    void suspendedPlayground() throws Exception {
        server.close();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // it takes connections, as its system does that for it
            announce("silent", ProcessHandle.current().pid(), silent.getLocalPort());
            String message = assertThrows(ClusterException.class, () -> PlaygroundCluster.join(folder, QUICK)).getMessage();
            assertTrue(message.contains("does not answer (process " + ProcessHandle.current().pid() + ")"), message);
            Background.start("greeting", () -> greetAndSayNothing(silent));
            try (PlaygroundCluster lent = join()) {
                assertTrue(lent.trouble().contains("does not answer"), lent.trouble());
                assertThrows(ClusterException.class, () -> lent.stopBroker(1));
            }
        }
    }

    private static void greetAndSayNothing(ServerSocket silent) {
        // one that nothing refers to would be closed when memory is cleaned up
        List<Socket> greeted = new ArrayList<>();
        while (true) {
            try {
                greeted.add(silent.accept());
                greeted.get(greeted.size() - 1).getOutputStream().write("brokers 1=localhost:1\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    @DisplayName("of two in one folder each is found as long as it is there, in whatever order they end")
    void two() throws Exception {
        PlaygroundServer second = new PlaygroundServer(cluster, folder, QUICK);
        second.close();
        try (PlaygroundCluster first = join()) {
            first.alone(SOON, () -> { }, () -> { });
        }
        second = new PlaygroundServer(cluster, folder, QUICK);
        server.close();
        try (PlaygroundCluster found = join()) {
            found.alone(SOON, () -> { }, () -> { });
        }
        second.close();
        assertTrue(PlaygroundCluster.join(folder, QUICK).isEmpty());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    @DisplayName("one that was killed is not found, whatever it has left and whoever has its process id and port now")
    void killed() throws Exception {
        server.close();
        Process gone = new ProcessBuilder(Java.command("-version")).start();
        gone.waitFor();
        announce("gone", gone.pid(), 1);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        announce("another", ProcessHandle.current().pid(), port);
        assertTrue(PlaygroundCluster.join(folder, QUICK).isEmpty());
        assertTrue(PlaygroundCluster.pid(folder).isEmpty());
        server = new PlaygroundServer(cluster, folder, QUICK);
        // a file that looks newer
        announce("another", ProcessHandle.current().pid(), port);
        join().close();
    }

    @Test
    @DisplayName("who does not know the token is shown the door")
    void token() throws Exception {
        for (Path announcement : announcements()) {
            Files.writeString(announcement, Files.readString(announcement).replaceAll("token=.*", "token=guessed"));
        }
        assertTrue(PlaygroundCluster.join(folder, QUICK).isEmpty());
    }

    private PlaygroundCluster join() {
        return PlaygroundCluster.join(folder, QUICK).orElseThrow();
    }

    private List<Path> announcements() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void announce(String name, long pid, int port) throws IOException {
        Path file = Files.writeString(folder.resolve("playground-" + name), "pid=" + pid + "\nport=" + port + "\ntoken=x\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
    }

    private int port(int broker) {
        return Integer.parseInt(cluster.brokers().get(broker).split(":")[1]);
    }
}

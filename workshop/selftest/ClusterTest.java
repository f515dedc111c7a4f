package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.PortOwner;

/** A broker can be taken away and comes back, at the same address. */
@DisplayName("cluster")
@ExtendWith(Shared.Resolver.class)
class ClusterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long INTERRUPT_EVERY_MS = 20;

    private Cluster cluster;
    private Evidence evidence;
    private TopicPartition partition;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        evidence.awaitAllInSync();
        partition = new TopicPartition("cluster-" + UUID.randomUUID(), 0);
        evidence.create(List.of(new NewTopic(partition.topic(), 1, (short) 3)));
    }

    @AfterEach
    void close() {
        cluster.brokers().keySet().forEach(cluster::startBroker);
        evidence.awaitAllInSync();
        evidence.delete(List.of(partition.topic()));
        evidence.close();
    }

    @Test
    @DisplayName("a broker that was stopped leads nothing, and nobody listens at its address")
    void stopped() {
        int broker = evidence.leader(partition);
        cluster.stopBroker(broker);
        assertTrue(PortOwner.isFree(port(broker)));
        assertNotEquals(broker, evidence.leader(partition));
        assertEquals(others(broker), evidence.brokers());
    }

    @Test
    @DisplayName("a broker that was killed is found out when its session has run out")
    void killed() {
        int broker = evidence.leader(partition);
        cluster.killBroker(broker);
        assertTrue(PortOwner.isFree(port(broker)));
        Wait.until("another leader", SOON, () -> evidence.leader(partition) != broker
                && evidence.brokers().equals(others(broker)));
    }

    @Test
    @DisplayName("one that was stopped, and one that was killed, come back at the same address with all that they had")
    void started() {
        for (int broker : List.of(1, 2)) {
            if (broker == 1) {
                cluster.stopBroker(broker);
            } else {
                cluster.killBroker(broker);
            }
            cluster.startBroker(broker);
            assertTrue(!PortOwner.isFree(port(broker)));
            evidence.awaitAllInSync();
            assertEquals(cluster.brokers().keySet(), evidence.brokers());
        }
    }

    @Test
    @DisplayName("a thread that is interrupted while it stops a broker, or starts it, has done so all the same")
    void interrupted() throws Exception {
        int broker = evidence.leader(partition);
        assertEquals("done, and interrupted", interruptedThroughout(() -> cluster.stopBroker(broker)));
        assertTrue(PortOwner.isFree(port(broker)));
        assertEquals("done, and interrupted", interruptedThroughout(() -> cluster.startBroker(broker)));
        assertTrue(!PortOwner.isFree(port(broker)));
        evidence.awaitAllInSync();
    }

    private static String interruptedThroughout(Runnable command) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread thread = Background.start("interrupted", () -> {
            try {
                command.run();
                outcome.complete("done, and " + (Thread.interrupted() ? "interrupted" : "not interrupted"));
            } catch (RuntimeException e) {
                outcome.complete(e.toString());
            }
        });
        // one interrupt at each of its stages
        while (!outcome.isDone()) {
            thread.interrupt();
            thread.join(INTERRUPT_EVERY_MS);
        }
        return outcome.join();
    }

    @Test
    @DisplayName("what two want to be done to a broker at once is done once, and does not fail")
    void atOnce() {
        for (Consumer<Integer> command : List.<Consumer<Integer>>of(cluster::stopBroker, cluster::startBroker)) {
            CompletableFuture.allOf(Stream.generate(() -> Background.call("at once", () -> {
                command.accept(2);
                return null;
            })).limit(2).toArray(CompletableFuture[]::new)).join();
        }
        assertTrue(!PortOwner.isFree(port(2)));
        evidence.awaitAllInSync();
    }

    @Test
    @DisplayName("a broker whose start failed, as its port was taken, starts when it is free again")
    void failedStart() throws Exception {
        cluster.stopBroker(3);
        try (ServerSocket taken = new ServerSocket(port(3), 1, InetAddress.getLoopbackAddress())) {
            assertThrows(ClusterException.class, () -> cluster.startBroker(3), taken::toString);
        }
        cluster.startBroker(3);
        assertTrue(!PortOwner.isFree(port(3)));
        evidence.awaitAllInSync();
    }

    @Test
    @DisplayName("Ctrl-C at the terminal does not end the brokers, if it reaches them too")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends a POSIX signal")
    void ctrlC() throws Exception {
        // the watchdog is among them, and lives on as well; a program that is judged meanwhile would end
        List<ProcessHandle> own = ProcessHandle.current().children().filter(child ->
                Procfs.words(child).stream().anyMatch(word -> word.startsWith("workshop.cluster.") || word.startsWith("workshop.process.")))
                .toList();
        assertTrue(own.size() >= 2, () -> own.toString());
        for (ProcessHandle child : own) {
            Signals.send("INT", child);
        }
        cluster.stopBroker(1);
        cluster.startBroker(1);
        evidence.awaitAllInSync();
    }

    private Set<Integer> others(int broker) {
        return Set.copyOf(cluster.brokers().keySet().stream().filter(id -> id != broker).toList());
    }

    private int port(int broker) {
        return Integer.parseInt(cluster.brokers().get(broker).split(":")[1]);
    }
}

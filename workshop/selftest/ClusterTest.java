package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.process.PortOwner;

/** A broker can be taken away and comes back, at the same address. */
@DisplayName("cluster")
@ExtendWith(Shared.Resolver.class)
class ClusterTest {

    private static final Duration SOON = Duration.ofSeconds(20);

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

    private Set<Integer> others(int broker) {
        return Set.copyOf(cluster.brokers().keySet().stream().filter(id -> id != broker).toList());
    }

    private int port(int broker) {
        return Integer.parseInt(cluster.brokers().get(broker).split(":")[1]);
    }
}

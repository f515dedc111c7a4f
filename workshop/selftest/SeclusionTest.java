package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.evidence.wire.Tap;

/** On a cluster of somebody else's a program meets its own topics and groups, and no others. */
@DisplayName("tap, a cluster of somebody else's")
@ExtendWith(Shared.Resolver.class)
class SeclusionTest {

    private static final String OTHERS = "others-" + UUID.randomUUID();
    private static final String OWN = "own-" + UUID.randomUUID();

    private Evidence evidence;
    private Tap tap;
    private Admin admin;

    @BeforeEach
    void open(Shared shared) {
        Cluster cluster = shared.cluster();
        Cluster others = (Cluster) Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> method.getName().equals("canStopBrokers") ? false : method.invoke(cluster, arguments));
        evidence = new Evidence(cluster);
        tap = new Tap(others, Set.of(OWN));
        admin = Admin.create(Map.of("bootstrap.servers", tap.address(1)));
        evidence.create(List.of(new NewTopic(OTHERS, 1, (short) 3), new NewTopic(OWN, 1, (short) 3)));
    }

    @AfterEach
    void close() {
        admin.close();
        tap.close();
        evidence.group(OTHERS).deleteIfPossible();
        evidence.deleteIfPossible(List.of(OTHERS, OWN));
        evidence.close();
    }

    @Test
    @DisplayName("a topic of others is not in the list, and by its name there is none")
    void topics() throws Exception {
        Set<String> listed = admin.listTopics().names().get();
        assertTrue(listed.contains(OWN), listed.toString());
        assertFalse(listed.contains(OTHERS), listed.toString());
        assertEquals(Set.of(), tap.traffic().unknownTopics());
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            assertEquals(1, consumer.partitionsFor(OWN).size());
            assertEquals(List.of(), consumer.partitionsFor(OTHERS));
        }
        assertEquals(Set.of(OTHERS), tap.traffic().unknownTopics());
    }

    @Test
    @DisplayName("a group of others it can neither join nor commit for, under either rebalance protocol")
    void groups() {
        for (String protocol : List.of("classic", "consumer")) {
            try (KafkaConsumer<String, String> consumer = consumer(Map.of("group.id", OTHERS, "group.protocol", protocol))) {
                consumer.subscribe(List.of(OWN));
                assertThrows(KafkaException.class, () -> {
                    for (int time = 0; time < 100; time++) {
                        consumer.poll(Duration.ofMillis(100));
                    }
                }, protocol);
            }
        }
        ExecutionException commit = assertThrows(ExecutionException.class, admin.alterConsumerGroupOffsets(OTHERS,
                Map.of(new TopicPartition(OWN, 0), new OffsetAndMetadata(0))).all()::get);
        assertTrue(commit.getCause() instanceof AuthorizationException, commit.toString());
        assertTrue(tap.traffic().denied().containsAll(List.of("JoinGroup of " + OTHERS, "ConsumerGroupHeartbeat of " + OTHERS,
                "OffsetCommit of " + OTHERS)), () -> tap.traffic().denied().toString());
        assertTrue(tap.traffic().joined().contains(OTHERS), "what it asked for is seen all the same");
        assertEquals(List.of(), evidence.group(OTHERS).members());
    }

    private KafkaConsumer<String, String> consumer(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(Map.of("bootstrap.servers", tap.address(1), "enable.auto.commit", false));
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }
}

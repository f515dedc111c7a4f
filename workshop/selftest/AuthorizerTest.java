package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.check.RecordWriter;
import workshop.check.Trial;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.evidence.wire.Tap;

/** A program changes its own topics and groups, and neither others' nor the cluster. */
@DisplayName("tap, what no lesson needs")
@ExtendWith(Shared.Resolver.class)
class AuthorizerTest {

    private static final String OTHERS = "others-" + UUID.randomUUID();
    private static final String OWN = "own-" + UUID.randomUUID();
    private static final Duration KNOWN = Duration.ofSeconds(10);
    // the brokers' name of what is max.message.bytes for a topic
    private static final String MAX_BYTES = "message.max.bytes";
    private static final ConfigResource CLUSTER = new ConfigResource(ConfigResource.Type.BROKER, "");

    private Cluster cluster;
    private Evidence evidence;
    private Tap tap;
    private Admin admin;
    private Admin direct;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        tap = new Tap(cluster, Set.of(OWN));
        admin = admin(tap.address(1));
        direct = admin(cluster.bootstrapServers());
        evidence.create(List.of(new NewTopic(OTHERS, 1, (short) 3)));
    }

    private static Admin admin(String servers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers));
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
        tap.close();
        // where it was not refused
        direct.incrementalAlterConfigs(Map.of(CLUSTER, List.of(new AlterConfigOp(
                new ConfigEntry(MAX_BYTES, ""), AlterConfigOp.OpType.DELETE)))).all().get();
        evidence.deleteIfPossible(List.of(OTHERS, OWN));
        direct.close();
        evidence.close();
    }

    @Test
    @DisplayName("a change of the cluster, or of others' topics and groups, reaches no broker and is noted")
    void refused() throws Exception {
        refused("IncrementalAlterConfigs of all brokers", admin.incrementalAlterConfigs(Map.of(CLUSTER,
                set(MAX_BYTES, "10"))).all());
        refused("IncrementalAlterConfigs of topic " + OTHERS, admin.incrementalAlterConfigs(Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, OTHERS), set(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10"))).all());
        refused("CreateTopics of made", admin.createTopics(List.of(new NewTopic("made", 1, (short) 3))).all());
        refused("DeleteTopics of " + OTHERS, admin.deleteTopics(List.of(OTHERS)).all());
        refused("CreatePartitions of " + OTHERS, admin.createPartitions(Map.of(OTHERS, NewPartitions.increaseTo(2))).all());
        TopicPartition partition = new TopicPartition(OTHERS, 0);
        refused("DeleteRecords of " + OTHERS, admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(0))).all());
        refused("DeleteGroups of " + OTHERS, admin.deleteConsumerGroups(List.of(OTHERS)).all());
        refused("OffsetDelete of " + OTHERS, admin.deleteConsumerGroupOffsets(OTHERS, Set.of(partition)).all());
        refused("ElectLeaders", admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).all());
        refused("AlterPartitionReassignments", admin.alterPartitionReassignments(Map.of(partition, Optional.empty())).all());
        refused("UnregisterBroker", admin.unregisterBroker(3).all());
        refused("AlterClientQuotas", admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "nobody")),
                List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1.0))))).all());
        assertEquals("1048588", direct.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, OTHERS))).all().get()
                .values().iterator().next().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        assertEquals(Set.of(1, 2, 3), evidence.brokers());
        assertTrue(direct.listTopics().names().get().contains(OTHERS));
        assertEquals(Optional.empty(), tap.failure());
    }

    @Test
    @DisplayName("what was altered past the tap, as it can be on a playground, is put back before a check has its topics")
    void putBack() throws Exception {
        // the first time there can be nothing yet
        evidence.takeBackAlterations();
        ConfigResource second = new ConfigResource(ConfigResource.Type.BROKER, "2");
        ClientQuotaEntity nobody = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "nobody"));
        direct.incrementalAlterConfigs(Map.of(CLUSTER, set(MAX_BYTES, "10"),
                second, set(MAX_BYTES, "20"))).all().get();
        direct.alterClientQuotas(List.of(new ClientQuotaAlteration(nobody,
                List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1.0))))).all().get();
        // which of the brokers answers is not known, and each hears of it a moment later
        Wait.until("the quota to be known", KNOWN, () -> !quotas().isEmpty());
        try (RecordWriter writer = new RecordWriter(cluster);
                Trial trial = new Trial(cluster, evidence, writer, () -> null, 0, () -> { })) {
            NewTopic topic = trial.topic("orders", 1);
            trial.create(topic);
            trial.write(List.of(new ProducerRecord<>(topic.name(), new byte[100])));
        }
        assertEquals("1048588", direct.describeConfigs(List.of(second)).all().get().get(second).get(MAX_BYTES).value());
        Wait.holdsWithin(KNOWN, () -> quotas().isEmpty());
        assertEquals(Map.of(), quotas());
    }

    private Map<ClientQuotaEntity, Map<String, Double>> quotas() throws Exception {
        return direct.describeClientQuotas(ClientQuotaFilter.all()).entities().get();
    }

    private void refused(String what, Future<?> change) {
        ExecutionException failure = assertThrows(ExecutionException.class, change::get, what);
        assertTrue(failure.getCause() instanceof AuthorizationException, () -> what + ": " + failure.getCause());
        assertTrue(tap.traffic().denied().contains(what), () -> what + " is not among " + tap.traffic().denied());
    }

    private static Collection<AlterConfigOp> set(String name, String value) {
        return List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
    }

    @Test
    @DisplayName("a program makes, alters and deletes its own topic, and looks at what it likes")
    void own() throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, OWN);
        admin.createTopics(List.of(new NewTopic(OWN, 1, (short) 3))).all().get();
        admin.incrementalAlterConfigs(Map.of(topic, set(TopicConfig.RETENTION_MS_CONFIG, "1000000"))).all().get();
        admin.createPartitions(Map.of(OWN, NewPartitions.increaseTo(2))).all().get();
        assertEquals("1000000", admin.describeConfigs(List.of(topic)).all().get().get(topic)
                .get(TopicConfig.RETENTION_MS_CONFIG).value());
        assertTrue(admin.listTopics().names().get().containsAll(List.of(OWN, OTHERS)));
        admin.listGroups().all().get();
        admin.deleteTopics(List.of(OWN)).all().get();
        assertEquals(List.of(), tap.traffic().denied());
    }
}

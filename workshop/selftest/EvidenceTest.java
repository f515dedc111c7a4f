package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.evidence.Batch;
import workshop.evidence.Commit;
import workshop.evidence.Evidence;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/** The evidence is what happened on the cluster. */
@DisplayName("evidence")
@ExtendWith(Shared.Resolver.class)
class EvidenceTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Cluster cluster;
    private Evidence evidence;
    private String topic;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        topic = "evidence-" + UUID.randomUUID();
        evidence.create(List.of(new NewTopic(topic, 2, (short) 3)));
    }

    @AfterEach
    void close() {
        evidence.delete(List.of(topic));
        evidence.close();
    }

    @Test
    @DisplayName("records: all of them, by partition and offset")
    void records() throws Exception {
        write(Map.of(), 3);
        List<Stored> records = evidence.records(topic);
        assertEquals(List.of(topic + "-1@0", topic + "-1@1", topic + "-1@2"),
                records.stream().map(Stored::place).toList());
        assertEquals("user-2", records.get(2).keyText());
        assertEquals("order 2", records.get(2).valueText());
    }

    @Test
    @DisplayName("batches: how many records, which codec, whose producer")
    void batches() throws Exception {
        write(Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd", ProducerConfig.LINGER_MS_CONFIG, 1000), 50);
        write(Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false), 1);
        List<Batch> batches = evidence.batches(topic);
        assertEquals(List.of(50, 1), batches.stream().map(Batch::records).toList());
        assertEquals(List.of("zstd", "none"), batches.stream().map(Batch::codec).toList());
        assertTrue(batches.get(0).producerId() >= 0);
        assertEquals(-1, batches.get(1).producerId());
        assertEquals(50, batches.get(1).baseOffset());
    }

    @Test
    @DisplayName("commits: the whole history, not the last one alone, whatever the name of the group")
    void commits() throws Exception {
        write(Map.of(), 5);
        TopicPartition partition = new TopicPartition(topic, 1);
        // where they are kept depends on the hash of the name, which may be negative
        Stream<String> negative = Stream.iterate(topic, name -> name + "x").filter(name -> name.hashCode() < 0).limit(3);
        for (String group : Stream.concat(Stream.of(topic), negative).distinct().toList()) {
            try (KafkaConsumer<String, String> consumer = consumer(group)) {
                consumer.assign(List.of(partition));
                for (long offset : new long[] {2, 1, 5}) {
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
                }
            }
            List<Commit> commits = evidence.group(group).commits();
            assertEquals(List.of(2L, 1L, 5L), commits.stream().map(Commit::offset).map(Optional::orElseThrow).toList(), group);
            assertTrue(commits.stream().allMatch(commit -> commit.partition().equals(partition)));
        }
    }

    @Test
    @DisplayName("members: who has which partition")
    void members() {
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.subscribe(List.of(topic));
            Wait.until("an assignment", SOON, () -> {
                consumer.poll(Duration.ofMillis(50));
                return consumer.assignment().size() == 2;
            });
            List<Member> members = evidence.group(topic).members();
            assertEquals(1, members.size());
            assertEquals(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)),
                    members.get(0).assignment());
        }
        Wait.until("the member to leave", SOON, () -> evidence.group(topic).members().isEmpty());
    }

    @Test
    @DisplayName("a member that was killed is evicted at once, under either rebalance protocol")
    void evicted() {
        for (String protocol : List.of("classic", "consumer")) {
            String group = topic + "-" + protocol;
            KafkaConsumer<String, String> killed = new KafkaConsumer<>(Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(), ConsumerConfig.GROUP_ID_CONFIG, group,
                    ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol), new StringDeserializer(), new StringDeserializer());
            try {
                killed.subscribe(List.of(topic));
                Wait.until("an assignment", SOON, () -> {
                    killed.poll(Duration.ofMillis(50));
                    return evidence.group(group).members().stream().anyMatch(member -> member.assignment().size() == 2);
                });
                evidence.group(group).evict(evidence.group(group).members().get(0));
                assertEquals(List.of(), evidence.group(group).members(), protocol);
            } finally {
                killed.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
            }
        }
    }

    @Test
    @DisplayName("a coordinator that refuses to evict a member is heard")
    void notEvicted() {
        // the broker that is asked is never the coordinator
        SortedMap<Integer, String> elsewhere = new TreeMap<>();
        cluster.brokers().forEach((id, address) -> elsewhere.put(id % cluster.brokers().size() + 1, address));
        Cluster mistaken = (Cluster) Proxy.newProxyInstance(Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> method.getName().equals("brokers") ? elsewhere : method.invoke(cluster, arguments));
        try (KafkaConsumer<String, String> consumer = consumer(topic); Evidence other = new Evidence(mistaken)) {
            consumer.subscribe(List.of(topic));
            Wait.until("an assignment", SOON, () -> {
                consumer.poll(Duration.ofMillis(50));
                return !consumer.assignment().isEmpty();
            });
            String message = assertThrows(ClusterException.class,
                    () -> other.group(topic).evict(evidence.group(topic).members().get(0))).getMessage();
            assertTrue(message.contains("did not let a member of " + topic + " leave"), message);
        }
    }

    @Test
    @DisplayName("commits as they stand, and the ends of the partitions")
    void committed() throws Exception {
        write(Map.of(), 5);
        TopicPartition partition = new TopicPartition(topic, 1);
        try (KafkaConsumer<String, String> consumer = consumer(topic)) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(3)));
        }
        assertEquals(Map.of(partition, 3L), evidence.group(topic).committed());
        assertEquals(Map.of(new TopicPartition(topic, 0), 0L, partition, 5L), evidence.ends(topic));
        assertEquals(List.of(), evidence.group("no-such-group").members());
    }

    @Test
    @DisplayName("a trimmed partition begins later, and a commit that was made for a group is its commit")
    void trimmed() throws Exception {
        write(Map.of(), 5);
        TopicPartition partition = new TopicPartition(topic, 1);
        evidence.trim(partition, 4);
        assertEquals(Map.of(new TopicPartition(topic, 0), 0L, partition, 4L), evidence.beginnings(topic));
        assertEquals(List.of(4L), evidence.records(topic).stream().map(Stored::offset).toList());
        evidence.group(topic).commit(Map.of(partition, 2L));
        assertEquals(Map.of(partition, 2L), evidence.group(topic).committed());
    }

    @Test
    @DisplayName("a stopped broker leads nothing, is in no set of in-sync replicas, and comes back into all of them")
    void stoppedBroker() {
        TopicPartition partition = new TopicPartition(topic, 0);
        int leader = evidence.leader(partition);
        cluster.stopBroker(leader);
        try {
            assertFalse(evidence.leader(partition) == leader);
            assertFalse(workshop.process.PortOwner.of(port(leader)).isPresent());
        } finally {
            cluster.startBroker(leader);
        }
        evidence.awaitAllInSync();
        assertTrue(workshop.process.PortOwner.of(port(leader)).isPresent());
    }

    private int port(int broker) {
        return Integer.parseInt(cluster.brokers().get(broker).split(":")[1]);
    }

    private void write(Map<String, Object> more, int count) throws Exception {
        Map<String, Object> config = new java.util.HashMap<>(more);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(),
                new StringSerializer())) {
            IntStream.range(0, count).forEach(n -> producer.send(
                    new ProducerRecord<>(topic, 1, "user-" + n, "order " + n)));
            producer.flush();
        }
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG, group, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                new StringDeserializer(), new StringDeserializer());
    }
}

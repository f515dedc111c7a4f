package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Tap;
import workshop.process.Background;

/** The tap notes what goes through it and keeps a client to itself. */
@DisplayName("tap")
@ExtendWith(Shared.Resolver.class)
class TapTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEFLY = Duration.ofMillis(500);

    private Cluster cluster;
    private Evidence evidence;
    private Tap tap;
    private String topic;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        tap = new Tap(cluster, Set.of());
        topic = "tap-" + UUID.randomUUID();
        evidence.create(List.of(new NewTopic(topic, 3, (short) 3)
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000"))));
    }

    @AfterEach
    void close() {
        tap.close();
        evidence.delete(List.of(topic));
        evidence.close();
    }

    @Test
    @DisplayName("acks and the brokers' answers are noted")
    void acks() throws Exception {
        for (String acks : List.of("all", "1", "0")) {
            try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.ACKS_CONFIG, acks))) {
                producer.send(new ProducerRecord<>(topic, 2, "key", "value")).get();
            }
        }
        Wait.until("three requests", SOON, () -> tap.traffic().produced().size() == 3);
        assertEquals(List.of(new Produced(topic, 2, (short) -1, "NONE"), new Produced(topic, 2, (short) 1, "NONE"),
                new Produced(topic, 2, (short) 0, Produced.UNASKED)), tap.traffic().produced());
        Wait.until("three records", SOON, () -> evidence.records(topic).size() == 3);
        assertEquals(List.of(0L, 1L, 1L), LongStream.range(0, 3)
                .mapToObj(offset -> tap.traffic().confirmation(new TopicPartition(topic, 2), offset).orElseThrow().baseOffset())
                .toList());
    }

    @Test
    @DisplayName("disturbed by silence: what is written to a topic that is spared is taken")
    void spared() throws Exception {
        String other = topic + "-spared";
        evidence.create(List.of(new NewTopic(other, 1, (short) 3)));
        tap.disturb(Disturbance.WRITES_UNANSWERED);
        tap.spare(other);
        try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 500))) {
            producer.send(new ProducerRecord<>(other, "key", "value")).get();
            Assertions.assertThrows(ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get());
        }
        assertEquals(1, evidence.records(other).size());
        assertEquals(List.of(), evidence.records(topic));
        evidence.delete(List.of(other));
    }

    @Test
    @DisplayName("who comes while it holds is let in when it releases, and not before")
    void hold() throws Exception {
        tap.hold();
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            CompletableFuture<?> stored = Background.call("producer",
                    () -> producer.send(new ProducerRecord<>(topic, 0, "key", "value")));
            Wait.until("the producer at the door", SOON, tap.traffic()::hasConnected);
            // where the producer knows the topic send() returns at once
            assertFalse(stored.isDone());
            assertEquals(List.of(), tap.traffic().produced());
            Wait.until("the producer to be held", SOON, () -> !tap.held().isZero());
            tap.release();
            stored.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        assertEquals(1, tap.traffic().produced().size());
    }

    @Test
    @DisplayName("a broker that it hides is down for who comes, also while it holds")
    void hide() throws Exception {
        tap.hide(2);
        tap.hold();
        assertTrue(isClosed(2, SOON));
        assertTrue(tap.held().isZero());
    }

    @Test
    @DisplayName("a broker that answers in another one's place is taken for that one, though the client says whom it asks")
    void replace() {
        String led = topic + "-led";
        evidence.create(List.of(new NewTopic(led, Map.of(0, List.of(2, 1, 3)))));
        tap.replace(2, 1);
        KafkaProducer<String, String> producer = producer(Map.of());
        try {
            producer.send(new ProducerRecord<>(led, "key", "value"));
            Wait.until("an answer", SOON, () -> !tap.traffic().produced().isEmpty());
        } finally {
            producer.close(Duration.ZERO);
        }
        assertEquals(new Produced(led, 0, (short) -1, "NOT_LEADER_OR_FOLLOWER"), tap.traffic().produced().get(0));
        assertEquals(Optional.empty(), tap.failure());
        evidence.delete(List.of(led));
    }

    @Test
    @DisplayName("a refusal is noted, and reaches the client")
    void refusal() {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            ExecutionException failure = Assertions.assertThrows(ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(topic, 0, "key", "x".repeat(2000))).get());
            assertTrue(failure.getCause() instanceof RecordTooLargeException, () -> failure.getCause().toString());
        }
        assertTrue(tap.traffic().produced().get(0).refused());
    }

    @Test
    @DisplayName("a topic that does not exist is noted")
    void unknownTopic() {
        try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500))) {
            producer.send(new ProducerRecord<>("no-such-topic", "key", "value"));
        }
        assertEquals(Set.of("no-such-topic"), tap.traffic().unknownTopics());
    }

    @Test
    @DisplayName("a group of consumers works through it, and how far it has read is noted")
    void consumes() throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of());
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG, topic, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        new StringDeserializer(), new StringDeserializer())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
            consumer.subscribe(List.of(topic));
            TopicPartition partition = new TopicPartition(topic, 0);
            assertEquals(-1, tap.traffic().readTo(partition));
            Wait.until("a record", SOON, () -> !consumer.poll(Duration.ofMillis(50)).isEmpty());
            Wait.until("it to ask for the next one", SOON, () -> {
                consumer.poll(Duration.ofMillis(50));
                return tap.traffic().readTo(partition) == 1;
            });
        }
        assertEquals(Set.of(topic), tap.traffic().joined());
    }

    @Test
    @DisplayName("the group of a consumer is noted, and which member it is, under either protocol")
    void members() {
        for (String protocol : List.of("classic", "consumer", "classic static", "consumer static")) {
            String group = topic + "-" + protocol.replace(' ', '-');
            Map<String, Object> config = new HashMap<>(Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.GROUP_ID_CONFIG, group,
                    ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol.split(" ")[0]));
            if (protocol.endsWith("static")) {
                config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one");
            }
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
                    new StringDeserializer())) {
                consumer.subscribe(List.of(topic));
                Wait.until("partitions", SOON, () -> {
                    consumer.poll(Duration.ofMillis(50));
                    return !consumer.assignment().isEmpty() && tap.traffic().generation() > 0;
                });
                assertTrue(tap.traffic().joined().contains(group));
                assertTrue(tap.traffic().memberIds().contains(evidence.group(group).members().get(0).id()), protocol);
                assertTrue(tap.traffic().isStaticMember() || !protocol.endsWith("static"), protocol);
            }
        }
    }

    @Test
    @DisplayName("a consumer that takes partitions and commits is no member")
    void noMember() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.GROUP_ID_CONFIG, topic),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.commitSync(Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)));
        }
        assertEquals(Set.of(), tap.traffic().joined());
        assertEquals(Set.of(), tap.traffic().memberIds());
    }

    @Test
    @DisplayName("a commit meets the gate: one that is refused in passing is asked for again by commitSync, under either protocol")
    void gate() throws Exception {
        for (String protocol : List.of("classic", "consumer")) {
            List<Map<TopicPartition, Long>> asked = new CopyOnWriteArrayList<>();
            tap.guardCommits(offsets -> {
                asked.add(offsets);
                return asked.size() > 1;
            });
            TopicPartition partition = new TopicPartition(topic, 0);
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol,
                    ConsumerConfig.GROUP_ID_CONFIG, topic + protocol, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                    new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of(topic));
                Wait.until("an assignment", SOON, () -> {
                    consumer.poll(Duration.ofMillis(50));
                    return !consumer.assignment().isEmpty();
                });
                Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(partition, new OffsetAndMetadata(7));
                consumer.commitSync(offsets);
                assertEquals(offsets, consumer.committed(Set.of(partition)));
            }
            assertEquals(List.of(Map.of(partition, 7L), Map.of(partition, 7L)), asked, protocol);
        }
    }

    @Test
    @DisplayName("answers to a consumer that hold no record are counted, and no others")
    void emptyFetches() throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 1)));
            consumer.seekToBeginning(consumer.assignment());
            Wait.until("two empty answers", SOON, () -> {
                consumer.poll(Duration.ofMillis(50));
                return tap.traffic().emptyFetches() >= 2;
            });
        }
        // its next request is not answered before this is over
        KafkaConsumer<String, String> patient = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                20_000, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(), new StringDeserializer());
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
            patient.assign(List.of(new TopicPartition(topic, 0)));
            Wait.until("a record", SOON, () -> !patient.poll(Duration.ofMillis(50)).isEmpty());
            assertEquals(0, tap.traffic().emptyFetches());
        } finally {
            // else it waits for the answer to its next fetch
            patient.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    @Test
    @DisplayName("a broker that is down is down behind it too")
    void brokerDown() throws Exception {
        cluster.stopBroker(2);
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            assertTrue(isClosed(2, SOON));
            assertFalse(isClosed(1, BRIEFLY));
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        } finally {
            cluster.startBroker(2);
            evidence.awaitAllInSync();
        }
        assertFalse(isClosed(2, BRIEFLY));
    }

    /** Returns whether who comes for a broker is sent away; one that is up waits for a request. */
    private boolean isClosed(int broker, Duration within) throws IOException {
        try (Socket client = new Socket(Utils.getHost(tap.address(broker)), Utils.getPort(tap.address(broker)))) {
            client.setSoTimeout((int) within.toMillis());
            return client.getInputStream().read() == -1;
        } catch (SocketTimeoutException up) {
            return false;
        }
    }

    @Test
    @DisplayName("disturbed by one refusal: an idempotent producer keeps the order, one without puts a later batch before")
    void refusedOnce() {
        tap.disturb(Disturbance.WRITES_REFUSED_ONCE);
        assertEquals(expected(), writeInSmallBatches(0, Map.of()));
        assertTrue(tap.traffic().produced().stream().anyMatch(Produced::refused));
        // a broker that has refused something refuses nothing more
        tap.close();
        tap = new Tap(cluster, Set.of());
        tap.disturb(Disturbance.WRITES_REFUSED_ONCE);
        List<String> disordered = writeInSmallBatches(1, Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false));
        assertEquals(Set.copyOf(expected()), Set.copyOf(disordered));
        assertFalse(expected().equals(disordered));
    }

    @Test
    @DisplayName("disturbed by one refusal: a single batch is refused too, and lost where it is not sent again")
    void refusedAlone() throws Exception {
        tap.disturb(Disturbance.WRITES_REFUSED_ONCE);
        try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.RETRIES_CONFIG, 0))) {
            ExecutionException failure = Assertions.assertThrows(ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get());
            assertTrue(failure.getCause() instanceof NotLeaderOrFollowerException, () -> failure.getCause().toString());
            producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get();
        }
        assertEquals(1, evidence.records(topic).size());
    }

    private static List<String> expected() {
        return IntStream.range(0, 500).mapToObj(String::valueOf).toList();
    }

    /** Writes 500 records in batches of a few, five of them on their way at a time, and returns what lies on the partition. */
    private List<String> writeInSmallBatches(int partition, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 200));
        config.putAll(more);
        try (KafkaProducer<String, String> producer = producer(config)) {
            for (int n = 0; n < 500; n++) {
                producer.send(new ProducerRecord<>(topic, partition, "key", String.valueOf(n)));
            }
        }
        return evidence.records(topic).stream().filter(record -> record.partition() == partition).map(Stored::valueText)
                .toList();
    }

    @Test
    @DisplayName("disturbed by silence: what is written is not taken, and nobody says so")
    void unanswered() {
        tap.disturb(Disturbance.WRITES_UNANSWERED);
        try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 500))) {
            ExecutionException failure = Assertions.assertThrows(ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(topic, 0, "key", "value")).get());
            assertTrue(failure.getCause() instanceof TimeoutException, () -> failure.getCause().toString());
        }
        assertTrue(tap.traffic().writes() > 0);
        assertEquals(List.of(), evidence.records(topic));
    }

    @Test
    @DisplayName("disturbed by brokers that only accept connections: not even a topic is found")
    void silent() {
        tap.disturb(Disturbance.SILENT);
        // close() waits for the request that is on its way, as long as that may take
        try (KafkaProducer<String, String> producer = producer(Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 500))) {
            assertTrue(producer.send(new ProducerRecord<>(topic, "key", "value")).isDone());
        }
        assertTrue(tap.traffic().hasConnected());
        assertEquals(0, tap.traffic().writes());
    }

    private KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        if (more.containsKey(ProducerConfig.ACKS_CONFIG)) {
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        }
        config.putAll(more);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private String bootstrapServers() {
        return cluster.brokers().keySet().stream().map(tap::address).collect(Collectors.joining(","));
    }
}

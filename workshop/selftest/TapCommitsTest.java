package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.evidence.wire.Beginning;
import workshop.evidence.wire.Committed;
import workshop.evidence.wire.Tap;

/** The tap sees commits, those of a consumer and those of a transaction. */
@DisplayName("tap, commits")
@ExtendWith(Shared.Resolver.class)
class TapCommitsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Map<TopicPartition, Long>> asked = new CopyOnWriteArrayList<>();
    private Cluster cluster;
    private Evidence evidence;
    private Tap tap;
    private String topic;
    private TopicPartition first;
    private TopicPartition second;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        tap = new Tap(cluster, Set.of());
        topic = "commits-" + UUID.randomUUID();
        first = new TopicPartition(topic, 0);
        second = new TopicPartition(topic, 1);
        evidence.create(List.of(new NewTopic(topic, 2, (short) 3)));
        tap.guardCommits(offsets -> asked.add(offsets));
    }

    @AfterEach
    void close() {
        tap.close();
        evidence.group(topic).deleteIfPossible();
        evidence.delete(List.of(topic));
        evidence.close();
    }

    @Test
    @DisplayName("those of a consumer with its group, its member and the answer, under either protocol")
    void consumer() {
        for (String protocol : List.of("classic", "consumer")) {
            String group = topic + "-" + protocol;
            try (KafkaConsumer<String, String> consumer = consumer(group, protocol)) {
                consumer.subscribe(List.of(topic));
                Wait.until("partitions", SOON, () -> {
                    consumer.poll(Duration.ofMillis(50));
                    return !consumer.assignment().isEmpty();
                });
                consumer.commitSync(Map.of(second, new OffsetAndMetadata(7)));
                Committed last = tap.traffic().committed().get(tap.traffic().committed().size() - 1);
                assertEquals(new Committed(group, evidence.group(group).members().get(0).id(), second, 7, "NONE"), last);
            }
        }
    }

    @Test
    @DisplayName("what a consumer was told of when it began to read, under either protocol; where it went on is no beginning")
    void told() {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.beginTransaction();
            for (int n = 0; n < 5; n++) {
                producer.send(new ProducerRecord<>(topic, first.partition(), null, "order " + n));
            }
            producer.commitTransaction();
        }
        for (String protocol : List.of("classic", "consumer")) {
            String group = topic + "-" + protocol;
            evidence.group(group).commit(Map.of(first, 3L));
            int before = tap.traffic().beginnings().size();
            try (KafkaConsumer<String, String> consumer = consumer(group, protocol)) {
                consumer.assign(List.of(first));
                awaitLast(consumer);
                consumer.seek(first, 1);
                awaitLast(consumer);
            }
            List<Beginning> all = tap.traffic().beginnings();
            assertEquals(List.of(3L, 1L), all.subList(before, all.size()).stream().map(Beginning::offset).toList());
            all.forEach(each -> assertEquals(OptionalLong.of(3), each.told()));
        }
    }

    private static void awaitLast(KafkaConsumer<String, String> consumer) {
        Wait.until("the last record", SOON, () -> StreamSupport.stream(consumer.poll(Duration.ofMillis(50)).spliterator(), false)
                .anyMatch(record -> record.value().equals("order 4")));
    }

    private KafkaConsumer<String, String> consumer(String group, String protocol) {
        return new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                ConsumerConfig.GROUP_ID_CONFIG, group, ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false), new StringDeserializer(), new StringDeserializer());
    }

    @Test
    @DisplayName("those of a transaction when it is committed, also where that is refused once")
    void transaction() {
        tap.guardCommits(offsets -> {
            asked.add(offsets);
            return asked.size() > 1;
        });
        try (KafkaProducer<String, String> producer = producer()) {
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(3)), group());
            producer.sendOffsetsToTransaction(Map.of(second, new OffsetAndMetadata(4)), group());
            producer.flush();
            assertEquals(List.of(), asked);
            assertEquals(Map.of(), evidence.group(topic).committed());
            producer.commitTransaction();
        }
        Map<TopicPartition, Long> offsets = Map.of(first, 3L, second, 4L);
        assertEquals(List.of(offsets, offsets), asked);
        assertEquals(List.of(new Committed(topic, "", first, 3, "COORDINATOR_LOAD_IN_PROGRESS"),
                new Committed(topic, "", second, 4, "COORDINATOR_LOAD_IN_PROGRESS"),
                new Committed(topic, "", first, 3, "NONE"), new Committed(topic, "", second, 4, "NONE")),
                tap.traffic().committed());
        Wait.until("the commit", SOON, () -> evidence.group(topic).committed().equals(offsets));
    }

    @Test
    @DisplayName("nothing of a transaction that is aborted, by its producer or by the next one of its name")
    void aborted() {
        try (KafkaProducer<String, String> abandoned = producer()) {
            abandoned.beginTransaction();
            abandoned.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(3)), group());
            try (KafkaProducer<String, String> producer = producer()) {
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(Map.of(first, new OffsetAndMetadata(4)), group());
                producer.abortTransaction();
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(Map.of(second, new OffsetAndMetadata(5)), group());
                producer.commitTransaction();
            }
        }
        assertEquals(List.of(Map.of(second, 5L)), asked);
        assertEquals(List.of(new Committed(topic, "", second, 5, "NONE")), tap.traffic().committed());
        assertFalse(evidence.group(topic).committed().containsKey(first));
    }

    /** Returns the group that is named as the topic, in the name of no member. */
    private ConsumerGroupMetadata group() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ConsumerConfig.GROUP_ID_CONFIG, topic),
                new StringDeserializer(), new StringDeserializer())) {
            return consumer.groupMetadata();
        }
    }

    private KafkaProducer<String, String> producer() {
        KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(), ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic),
                new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private String bootstrapServers() {
        return cluster.brokers().keySet().stream().map(tap::address).collect(Collectors.joining(","));
    }
}

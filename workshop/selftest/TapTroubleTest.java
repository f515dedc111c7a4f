package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
import workshop.evidence.Wait;
import workshop.evidence.wire.Tap;

/** What fails in the tap is told and lets nothing pass; what is wrong with a client is the client's. */
@DisplayName("tap, trouble")
@ExtendWith(Shared.Resolver.class)
class TapTroubleTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ANNOUNCED = 100 * 1024 * 1024;
    private static final long SMALL = 400L * 1024 * 1024;

    private Cluster cluster;
    private Evidence evidence;
    private Tap tap;
    private String topic;

    @BeforeEach
    void open(Shared shared) {
        cluster = shared.cluster();
        evidence = new Evidence(cluster);
        topic = "trouble-" + UUID.randomUUID();
        tap = new Tap(cluster, Set.of(topic));
        evidence.create(List.of(new NewTopic(topic, 1, (short) 3)));
    }

    @AfterEach
    void close() {
        tap.close();
        evidence.delete(List.of(topic));
        evidence.close();
    }

    @Test
    @DisplayName("a commit whose gate fails does not pass, and the failure is told")
    void gate() {
        tap.guardCommits(offsets -> {
            throw new IllegalStateException("No space left on device");
        });
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, tap.address(1), ConsumerConfig.GROUP_ID_CONFIG, topic,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_000), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            Assertions.assertThrows(KafkaException.class,
                    () -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0))));
        }
        assertTrue(tap.failure().orElse("").contains("No space left on device"), () -> tap.failure().toString());
        assertEquals(Map.of(), evidence.group(topic).committed());
    }

    @Test
    @DisplayName("an end whose listener fails is not told to the program")
    void listener() {
        tap.tellOfEnds((partition, end) -> {
            throw new IllegalStateException("No space left on device");
        });
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, tap.address(1), ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 1_000),
                new StringDeserializer(), new StringDeserializer())) {
            Assertions.assertThrows(KafkaException.class, () -> consumer.endOffsets(List.of(partition)));
        }
        assertTrue(tap.failure().isPresent());
    }

    @Test
    @DisplayName("what is no request of Kafka's ends its connection alone")
    void garbage() throws Exception {
        byte[] tls = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01};
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] noSuchKey = {0, 0, 0, 10, 0x7f, 0, 0, 0, 0, 0, 0, 1, 0, 0};
        byte[] noSuchVersion = {0, 0, 0, 10, 0, 0, 0x7f, 0, 0, 0, 0, 1, 0, 0};
        byte[] tooShort = {0, 0, 0, 1, 0};
        for (byte[] sent : List.of(tls, http, noSuchKey, noSuchVersion, tooShort)) {
            try (Socket client = connect(1)) {
                client.getOutputStream().write(sent);
                assertEquals(-1, read(client), () -> "not closed after " + List.of(sent));
            }
        }
        assertEquals(Optional.empty(), tap.failure());
        write();
    }

    @Test
    @DisplayName("three hundred connections that announce 100 MB each cost little memory, and a program beside them writes")
    void flood() throws Exception {
        flood(300, 1, "connections");
    }

    @Test
    @DisplayName("what is sent on many connections at once has its limit, and a program beside them writes")
    void heavy() throws Exception {
        flood(30, 20 * 1024 * 1024, "MB");
    }

    private void flood(int connections, int sent, String denied) throws Exception {
        byte[] part = new byte[sent];
        List<Socket> clients = new ArrayList<>();
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            for (int n = 0; n < connections; n++) {
                clients.add(connect(1 + n % 3));
                announce(clients.get(n), part);
            }
            Wait.until("the tap to refuse some", SOON, () -> tap.traffic().denied().stream().anyMatch(what -> what.contains(denied)));
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            System.gc();
            long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            assertTrue(used < SMALL, () -> used / 1024 / 1024 + " MB are in use");
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
        assertEquals(Optional.empty(), tap.failure());
        assertEquals(2, evidence.records(topic).size());
    }

    private Socket connect(int broker) throws IOException {
        Socket client = new Socket(Utils.getHost(tap.address(broker)), Utils.getPort(tap.address(broker)));
        client.setSoTimeout((int) SOON.toMillis());
        return client;
    }

    private static int read(Socket client) {
        try {
            return client.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    private static void announce(Socket client, byte[] part) {
        try {
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.writeInt(ANNOUNCED);
            out.write(part);
        } catch (IOException closed) {
            // one of those that are too many
            return;
        }
    }

    private void write() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
        }
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, tap.address(1) + "," + tap.address(2),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
                new StringSerializer(), new StringSerializer());
    }
}

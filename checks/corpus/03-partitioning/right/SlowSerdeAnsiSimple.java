// Right: the key is a record with its own Serializer, hashed by FNV-1a; starts after 3 s; coloured slf4j-simple on stderr.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class SlowSerdeAnsiSimple {

    static final Logger LOG = logger();
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "events");
    static final AtomicInteger NOT_SENT = new AtomicInteger();

    static final String SETTINGS = """
            client.id=shop-events-3
            client.rack=rack-1
            key.serializer=SlowSerdeAnsiSimple$UserSerializer
            value.serializer=org.apache.kafka.common.serialization.StringSerializer
            partitioner.class=SlowSerdeAnsiSimple$VipPartitioner
            interceptor.classes=SlowSerdeAnsiSimple$VisitorCounter
            delivery.timeout.ms=12000
            request.timeout.ms=10000
            """;

    public record User(String name) { }

    public static void main(String[] args) throws IOException, InterruptedException {
        Thread.sleep(3000);
        Properties config = new Properties();
        config.load(new StringReader(SETTINGS));
        config.setProperty("bootstrap.servers", BOOTSTRAP_SERVERS);
        try (KafkaProducer<User, String> producer = new KafkaProducer<>(config);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                send(producer, line);
            }
        }
        if (NOT_SENT.get() > 0) {
            System.exit(1);
        }
    }

    static void send(KafkaProducer<User, String> producer, String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            notSent(line, "there is no tab between the user and the event");
            return;
        }
        User user = tab == 0 ? null : new User(line.substring(0, tab));
        try {
            producer.send(new ProducerRecord<>(TOPIC, user, line.substring(tab + 1)), (stored, error) -> {
                if (error == null) {
                    LOG.info("\u001b[32mpartition {}: {}\u001b[0m", stored.partition(), line);
                } else {
                    notSent(line, error);
                }
            });
        } catch (RuntimeException e) {
            notSent(line, e);
        }
    }

    static void notSent(String line, Object reason) {
        LOG.error("\u001b[1;31mnot sent: {}: {}\u001b[0m", line, String.valueOf(reason));
        NOT_SENT.incrementAndGet();
    }

    static Logger logger() {
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.events", "info");
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.levelInBrackets", "true");
        return LoggerFactory.getLogger("events");
    }

    public static class UserSerializer implements Serializer<User> {

        @Override
        public byte[] serialize(String topic, User user) {
            return user == null ? null : user.name().getBytes(StandardCharsets.UTF_8);
        }
    }

    public static class VisitorCounter implements ProducerInterceptor<User, String> {

        private final AtomicInteger users = new AtomicInteger();
        private final AtomicInteger visitors = new AtomicInteger();

        @Override
        public ProducerRecord<User, String> onSend(ProducerRecord<User, String> record) {
            (record.key() == null ? visitors : users).incrementAndGet();
            return record;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception error) { }

        @Override
        public void close() {
            LOG.info("\u001b[36m{} events of users, {} of visitors\u001b[0m", users, visitors);
        }

        @Override
        public void configure(Map<String, ?> configs) { }
    }

    public static class VipPartitioner implements Partitioner {

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            int others = cluster.partitionCountForTopic(topic) - 1;
            if (key == null) {
                List<Integer> alive = cluster.availablePartitionsForTopic(topic).stream()
                        .map(PartitionInfo::partition).filter(partition -> partition > 0).toList();
                ThreadLocalRandom random = ThreadLocalRandom.current();
                return alive.isEmpty() ? 1 + random.nextInt(others) : alive.get(random.nextInt(alive.size()));
            }
            if (((User) key).name().startsWith("vip-")) {
                return 0;
            }
            int hash = 0x811c9dc5;
            for (byte each : keyBytes) {
                hash = (hash ^ (each & 0xff)) * 0x01000193;
            }
            return 1 + Integer.remainderUnsigned(hash, others);
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}

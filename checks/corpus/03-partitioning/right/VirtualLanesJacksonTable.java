// Right: each user's events are a chain of tasks on virtual threads if there are any; settings by Jackson; prints a table.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.17.2

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;

public class VirtualLanesJacksonTable {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "events");
    static final AtomicInteger NOT_SENT = new AtomicInteger();
    static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    static final String SETTINGS = """
            {
              "key.serializer": "org.apache.kafka.common.serialization.StringSerializer",
              "value.serializer": "org.apache.kafka.common.serialization.StringSerializer",
              "partitioner.class": "VirtualLanesJacksonTable$VipPartitioner",
              "delivery.timeout.ms": 12000,
              "request.timeout.ms": 10000,
              "metadata.max.age.ms": 1000,
              "compression.type": "snappy"
            }
            """;

    public static void main(String[] args) throws IOException {
        Map<String, Object> config = new ObjectMapper().readValue(SETTINGS, new TypeReference<HashMap<String, Object>>() { });
        config.put("bootstrap.servers", BOOTSTRAP_SERVERS);
        OUT.printf("%-9s  %-24s  %s%n", "PARTITION", "USER", "EVENT");
        ExecutorService threads = threads();
        Map<String, CompletableFuture<Void>> lanes = new HashMap<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String next = line;
                int tab = line.indexOf('\t');
                String user = tab < 0 ? "" : line.substring(0, tab);
                CompletableFuture<Void> last = lanes.getOrDefault(user, CompletableFuture.completedFuture(null));
                lanes.put(user, last.thenRunAsync(() -> send(producer, next), threads));
            }
            CompletableFuture.allOf(lanes.values().toArray(CompletableFuture[]::new)).join();
        } finally {
            threads.shutdown();
        }
        if (NOT_SENT.get() > 0) {
            System.exit(1);
        }
    }

    static void send(KafkaProducer<String, String> producer, String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            notSent(line, "there is no tab between the user and the event");
            return;
        }
        String user = tab == 0 ? null : line.substring(0, tab);
        String event = line.substring(tab + 1);
        try {
            producer.send(new ProducerRecord<>(TOPIC, user, event), (stored, error) -> {
                if (error == null) {
                    OUT.printf("%-9d  %-24s  %s%n", stored.partition(), user == null ? "-" : user, event);
                } else {
                    notSent(line, error);
                }
            });
        } catch (RuntimeException e) {
            notSent(line, e);
        }
    }

    static void notSent(String line, Object reason) {
        ERR.printf("%-9s  %s: %s%n", "not sent", line, reason);
        NOT_SENT.incrementAndGet();
    }

    static ExecutorService threads() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            return Executors.newFixedThreadPool(8);
        }
    }

    public static class VipPartitioner implements Partitioner {

        private final AtomicInteger turn = new AtomicInteger();

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            int others = cluster.partitionCountForTopic(topic) - 1;
            if (key == null) {
                int[] alive = cluster.availablePartitionsForTopic(topic).stream()
                        .mapToInt(info -> info.partition()).filter(partition -> partition != 0).sorted().toArray();
                int next = turn.getAndIncrement();
                return alive.length == 0 ? 1 + Math.floorMod(next, others) : alive[Math.floorMod(next, alive.length)];
            }
            if (key.toString().startsWith("vip-")) {
                return 0;
            }
            CRC32 crc = new CRC32();
            crc.update(keyBytes);
            return 1 + (int) (crc.getValue() % others);
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}

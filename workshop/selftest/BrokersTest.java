package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.cluster.OwnCluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;

/** Somebody saves all day, and each check stops a broker and deletes topics: the brokers' process may not grow by it. */
@DisplayName("brokers")
class BrokersTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PARTITIONS = 10;
    private static final String ATTACHABLE = "-XX:-DisableAttachMechanism";

    @Test
    @DisplayName("a broker that was stopped is forgotten, and so are topics that were deleted while it was away")
    void forgotten() {
        try (OwnCluster cluster = attachable(); Evidence evidence = new Evidence(cluster)) {
            long process = ProcessHandle.current().children().filter(child -> Procfs.words(child).contains(ATTACHABLE)).findAny()
                    .orElseThrow().pid();
            long logs = instances(process, "org.apache.kafka.storage.internals.log.UnifiedLog");
            // one more at the end, as the three that start together share what each has
            for (int broker : List.of(1, 2, 3, 1)) {
                String topic = "deleted-" + UUID.randomUUID();
                evidence.create(List.of(new NewTopic(topic, PARTITIONS, (short) 3)));
                cluster.stopBroker(broker);
                evidence.delete(List.of(topic));
                cluster.startBroker(broker);
                evidence.awaitAllInSync();
            }
            Wait.until("the brokers that were stopped to be forgotten", SOON,
                    () -> instances(process, "kafka.server.BrokerServer") == 3);
            // what each had when it came back last goes at its next start
            Wait.until("the topics that were deleted to be forgotten", SOON,
                    () -> instances(process, "org.apache.kafka.storage.internals.log.UnifiedLog") <= logs + 3 * PARTITIONS);
        }
    }

    // others of the tool's JVMs are closed to jcmd
    private static OwnCluster attachable() {
        OwnCluster.Host host = EmbeddedCluster.host(false);
        List<String> options = new ArrayList<>(host.options());
        options.add(ATTACHABLE);
        return new OwnCluster(new OwnCluster.Host(host.kind(), host.sources(), host.environment(), options, host.arguments(),
                host.verbose(), host.afterwards()));
    }

    // of those that something still holds: the histogram begins with a full collection
    private static long instances(long process, String type) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process histogram = new ProcessBuilder(jcmd, Long.toString(process), "GC.class_histogram")
                    .redirectErrorStream(true).start();
            String table = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // a line: number, instances, bytes, class, module
            return table.lines().map(line -> line.trim().split(" +"))
                    .filter(words -> words.length > 3 && words[3].equals(type))
                    .mapToLong(words -> Long.parseLong(words[1])).findAny()
                    .orElseThrow(() -> new AssertionError("no " + type + " in: " + table.lines().limit(5).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

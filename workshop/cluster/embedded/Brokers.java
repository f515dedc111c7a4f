//JAVA 17+
//DEPS org.apache.kafka:kafka_2.13:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36
//SOURCES ../BrokerHost.java ../BrokerSettings.java ../HostReply.java ../Ports.java
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file
package workshop.cluster.embedded;

import com.yammer.metrics.core.MetricsRegistry;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import workshop.cluster.BrokerHost;
import workshop.cluster.BrokerSettings;
import workshop.cluster.Ports;

/** Three Kafka brokers in one process of their own. */
public final class Brokers extends BrokerHost {

    private static final int LOOK_AGAIN_MS = 5;

    private final Path data;
    private final KafkaRaftServer[] servers = new KafkaRaftServer[BrokerSettings.BROKERS];
    private final Set<Integer> killed = ConcurrentHashMap.newKeySet();
    private final Map<Integer, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();

    private Brokers(Ports ports, Path data) {
        super(ports);
        this.data = data;
    }

    /**
     * Runs the brokers until the end of the input, with their data in the temporary folder.
     *
     * @param args for fixed ports, the three ports of the brokers
     */
    public static void main(String[] args) throws Exception {
        new Brokers(Ports.claim(Arrays.stream(args).mapToInt(Integer::parseInt).toArray()),
                Path.of(System.getProperty("java.io.tmpdir"))).serve();
    }

    @Override
    protected void startAll() throws Exception {
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 1; id <= servers.length; id++) {
            format(id, clusterId);
        }
        // together, as none is ready before a quorum of them is
        CompletableFuture<?>[] started = new CompletableFuture<?>[servers.length];
        for (int id = 1; id <= servers.length; id++) {
            KafkaRaftServer server = create(id);
            servers[id - 1] = server;
            CompletableFuture<Void> ready = new CompletableFuture<>();
            started[id - 1] = ready;
            new Thread(() -> {
                try {
                    server.startup();
                    ready.complete(null);
                } catch (Throwable e) {
                    ready.completeExceptionally(e);
                }
            }, "start-" + id).start();
        }
        CompletableFuture.allOf(started).get();
    }

    private void format(int id, String clusterId) throws Exception {
        Path folder = Files.createDirectories(folder(id));
        new Formatter()
                .setClusterId(clusterId)
                .setNodeId(id)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                .run();
    }

    private KafkaRaftServer create(int id) {
        KafkaConfig config = new KafkaConfig(BrokerSettings.onLoopback(id, ports().brokers(), ports().controllers(),
                folder(id).toString()), false) {

            // as one JVM has all three, none can be killed: one that is to look so leaves without a word to the controller
            @Override
            public Boolean controlledShutdownEnable() {
                return !killed.contains(id) && super.controlledShutdownEnable();
            }
        };
        return new KafkaRaftServer(config, Time.SYSTEM);
    }

    @Override
    protected boolean runs(int id) {
        return servers[id - 1] != null;
    }

    @Override
    protected void start(int id) throws Exception {
        closing.getOrDefault(id, CompletableFuture.completedFuture(null)).get();
        killed.remove(id);
        deleteStrays(id);
        forgetMetrics();
        KafkaRaftServer server = create(id);
        try {
            server.startup();
        } catch (Throwable e) {
            // what has started of it would keep its ports and its folder from the next
            close(server);
            throw e;
        }
        servers[id - 1] = server;
    }

    @Override
    protected void stop(int id) throws Exception {
        KafkaRaftServer server = servers[id - 1];
        servers[id - 1] = null;
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(server),
                work -> new Thread(work, "stop-" + id).start());
        closing.put(id, closed);
        // it closes its door when the controller has let it go; its files take as long again, and nobody waits for them
        while (!closed.isDone() && Ports.isOpen(ports().brokers()[id - 1])) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
    }

    // one that fails on its way out is gone as well, and keeps no successor away
    private static void close(KafkaRaftServer server) {
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
    }

    @Override
    protected void kill(int id) throws Exception {
        killed.add(id);
        stop(id);
    }

    @Override
    protected void end() {
        // the process ends at once, and its owner deletes the data
    }

    // all three share the JVM's metrics, where a gauge of a broker that is gone holds all that it had
    private static void forgetMetrics() {
        MetricsRegistry metrics = KafkaYammerMetrics.defaultRegistry();
        metrics.allMetrics().keySet().forEach(metrics::removeMetric);
    }

    // a topic that was deleted while its broker was away is put aside at its start, and Kafka keeps that for ever (LogManager)
    private void deleteStrays(int id) throws IOException {
        File[] strays = folder(id).toFile().listFiles((folder, name) -> name.endsWith("-stray"));
        for (File stray : strays) {
            Utils.delete(stray);
        }
    }

    private Path folder(int id) {
        return data.resolve("broker-" + id);
    }
}

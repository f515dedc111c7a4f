//JAVA 17+
//DEPS org.apache.kafka:kafka_2.13:4.3.1
//DEPS org.slf4j:slf4j-simple:1.7.36
//SOURCES ../BrokerSettings.java Ports.java
package workshop.cluster.embedded;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import workshop.cluster.BrokerSettings;

/**
 * Three Kafka brokers in one process of their own, driven by lines on standard input: {@code stop N} and {@code start N}.
 * Each is answered by one line on standard output. The end of the input means that
 * the owner is gone: the process ends at once.
 */
public final class Brokers {

    private final Ports ports;
    private final Path data;
    private final KafkaRaftServer[] servers = new KafkaRaftServer[BrokerSettings.BROKERS];

    private Brokers(Ports ports, Path data) {
        this.ports = ports;
        this.data = data;
    }

    /**
     * Runs the brokers until the end of the input.
     *
     * @param args the data folder, and, for fixed ports, the three ports of the brokers
     */
    public static void main(String[] args) throws Exception {
        // replies alone go to standard output, whatever a library prints
        PrintStream replies = System.out;
        System.setOut(System.err);
        Brokers brokers = new Brokers(Ports.claim(Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()),
                Path.of(args[0]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CompletableFuture.runAsync(() -> replies.println(brokers.answer("start")));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            replies.println(brokers.answer(line));
        }
        Runtime.getRuntime().halt(0);
    }

    private synchronized String answer(String line) {
        String[] words = line.split(" ");
        try {
            switch (words[0]) {
                case "start" -> {
                    if (words.length == 1) {
                        startAll();
                        return "ready " + Arrays.stream(ports.brokers()).mapToObj(port -> "localhost:" + port)
                                .collect(Collectors.joining(","));
                    }
                    create(Integer.parseInt(words[1])).startup();
                    return "started " + words[1];
                }
                case "stop" -> {
                    stop(Integer.parseInt(words[1]));
                    return "stopped " + words[1];
                }
                default -> {
                    return "failed unknown command " + line;
                }
            }
        } catch (Throwable e) {
            // an error too: the owner waits for an answer
            e.printStackTrace();
            return "failed " + line + ": " + e;
        }
    }

    private void startAll() throws Exception {
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 1; id <= servers.length; id++) {
            format(id, clusterId);
        }
        // together, as none is ready before a quorum of them is
        CompletableFuture<?>[] started = new CompletableFuture<?>[servers.length];
        for (int id = 1; id <= servers.length; id++) {
            KafkaRaftServer server = create(id);
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
        KafkaConfig config = new KafkaConfig(
                BrokerSettings.onLoopback(id, ports.brokers(), ports.controllers(), folder(id).toString()), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        servers[id - 1] = server;
        return server;
    }

    private void stop(int id) {
        servers[id - 1].shutdown();
        servers[id - 1].awaitShutdown();
    }

    private Path folder(int id) {
        return data.resolve("broker-" + id);
    }
}

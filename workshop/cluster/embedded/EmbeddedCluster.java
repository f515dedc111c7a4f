package workshop.cluster.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Background;
import workshop.process.ClassDataArchive;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** Three real brokers in one child process, with their data in a temporary folder; both go when this process ends. */
public final class EmbeddedCluster implements Cluster {

    private static final List<String> SOURCES = List.of("embedded/Brokers.java", "embedded/Ports.java",
            "BrokerSettings.java");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path data;
    private final Path log;
    private final PrintStream commands;
    private final BufferedReader replies;
    private final ClassDataArchive archive;
    private final SortedMap<Integer, String> brokers = new TreeMap<>();
    private final BitSet stopped = new BitSet();
    private boolean closed;

    private EmbeddedCluster(Script script, int... ports) throws IOException {
        data = Owned.folder();
        log = data.resolve("brokers.log");
        archive = new ClassDataArchive("brokers", Java.executable(), script.classPath());
        List<String> arguments = new ArrayList<>(archive.options());
        arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-Djava.io.tmpdir=" + data,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp", script.classPath(), script.mainClass(), data.toString()));
        for (int port : ports) {
            arguments.add(String.valueOf(port));
        }
        process = Owned.start(new ProcessBuilder(Java.command(arguments.toArray(String[]::new)))
                .redirectError(log.toFile()));
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Owned.atExit(this::close);
        for (String address : reply("ready").split(",")) {
            brokers.put(brokers.size() + 1, address);
        }
    }

    /**
     * Starts three brokers and returns when a topic with three replicas can be created and written.
     *
     * @param ports the three ports to listen at, or none for any that are free
     * @throws ClusterException where they do not start
     */
    public static EmbeddedCluster start(int... ports) {
        try {
            return new EmbeddedCluster(ScriptBuilder.build(unpackSources()), ports);
        } catch (ScriptException e) {
            throw new ClusterException("the embedded brokers cannot be built: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ClusterException("the embedded brokers cannot be started: " + e.getMessage(), e);
        }
    }

    // they are a script of their own, as the tool itself has no need of the broker's 45 jars
    private static Path unpackSources() throws IOException {
        Path folder = Owned.folder();
        for (String source : SOURCES) {
            Path file = folder.resolve(source);
            Files.createDirectories(file.getParent());
            try (InputStream in = EmbeddedCluster.class.getResourceAsStream("/workshop/cluster/" + source)) {
                Files.copy(in, file);
            }
        }
        return folder.resolve(SOURCES.get(0));
    }

    /** Returns what completes when the brokers have ended, for whatever reason. */
    public CompletableFuture<?> ended() {
        return process.onExit();
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public SortedMap<Integer, String> brokers() {
        return brokers;
    }

    @Override
    public boolean canStopBrokers() {
        return true;
    }

    @Override
    public synchronized void stopBroker(int id) {
        if (!stopped.get(id)) {
            commands.println("stop " + id);
            reply("stopped " + id);
            stopped.set(id);
        }
    }

    @Override
    public synchronized void startBroker(int id) {
        if (stopped.get(id)) {
            commands.println("start " + id);
            reply("started " + id);
            stopped.clear(id);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Owned.kill(process);
        Owned.delete(data);
        if (Owned.isEnding() || brokers.isEmpty()) {
            // cut short: the classes that were loaded so far would make an archive that helps nobody
            return;
        }
        try {
            archive.make();
        } catch (IOException e) {
            // slower starts are no reason to fail a run that is over
            return;
        }
    }

    /** Reads the next reply, which has to begin with a word, and returns what follows it. */
    private String reply(String expected) {
        try {
            String line = Background.call("brokers", this::readLine).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line != null && line.startsWith(expected)) {
                return line.substring(expected.length()).strip();
            }
            throw new ClusterException("the embedded brokers "
                    + (line == null ? "ended (" + exitCode() + ")" : "answered: " + line) + lastOfTheLog());
        } catch (ExecutionException e) {
            throw new ClusterException("the embedded brokers do not answer: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new ClusterException("waited " + PATIENCE.toSeconds() + " s for the embedded brokers to be " + expected
                    + ", in vain" + lastOfTheLog(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    private String readLine() {
        try {
            return replies.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String exitCode() {
        try {
            return process.waitFor(5, TimeUnit.SECONDS) ? "exit code " + process.exitValue() : "still going down";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String lastOfTheLog() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            List<String> last = all.subList(Math.max(0, all.size() - 20), all.size());
            return last.isEmpty() ? "" : "\n" + String.join("\n", last);
        } catch (IOException noLog) {
            return "";
        }
    }
}

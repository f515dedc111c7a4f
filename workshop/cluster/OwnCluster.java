package workshop.cluster;

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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import workshop.process.Background;
import workshop.process.ClassDataArchive;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/**
 * A cluster that was started for this process: its brokers are in the hands of a child process, a {@link BrokerHost}, that is
 * a JBang script of its own, as the tool itself has no need of what brokers need.
 */
public final class OwnCluster implements Cluster {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(15);

    private final String kind;
    private final Consumer<Boolean> afterwards;
    private final Process process;
    private final Path data;
    private final Path log;
    private final PrintStream commands;
    private final BufferedReader replies;
    private final ClassDataArchive archive;
    private final SortedMap<Integer, String> brokers = new TreeMap<>();
    private final BitSet stopped = new BitSet();
    private boolean closed;

    /**
     * What to start.
     *
     * @param kind        the word for this kind of cluster
     * @param sources     the script of the host and its sources, as resources beside {@code Cluster}
     * @param environment variables for the host
     * @param options     of the host's JVM
     * @param arguments   of the host; its temporary folder, {@code java.io.tmpdir}, is its own and goes with the cluster
     * @param verbose     whether the host's log goes to standard error, else to a file that is shown in part when it fails
     * @param afterwards  removes what outlives the host; told whether the host has ended in good order, and so did it itself
     */
    public record Host(String kind, List<String> sources, Map<String, String> environment, List<String> options,
            List<String> arguments, boolean verbose, Consumer<Boolean> afterwards) {
    }

    /**
     * Starts the brokers; a topic with three replicas can be created and written when this returns.
     *
     * @throws ClusterException where they do not start
     */
    public OwnCluster(Host host) {
        kind = host.kind();
        afterwards = host.afterwards();
        try {
            Script script = ScriptBuilder.build(unpack(host.sources()));
            data = Owned.folder();
            log = data.resolve("brokers.log");
            archive = new ClassDataArchive(kind, Java.executable(), script.classPath());
            List<String> command = new ArrayList<>(archive.options());
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + data,
                    "-Dorg.slf4j.simpleLogger.showDateTime=true"));
            command.addAll(host.options());
            command.addAll(List.of("-cp", script.classPath(), script.mainClass()));
            command.addAll(host.arguments());
            ProcessBuilder builder = new ProcessBuilder(Java.command(command.toArray(String[]::new)));
            builder.environment().putAll(host.environment());
            process = Owned.start(host.verbose() ? builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                    : builder.redirectError(log.toFile()));
        } catch (ScriptException | IOException e) {
            throw new ClusterException("the brokers (" + kind + ") cannot be started: " + e.getMessage(), e);
        }
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Owned.atExit(this::close);
        try {
            for (String address : reply("ready").split(",")) {
                brokers.put(brokers.size() + 1, address);
            }
        } catch (ClusterException e) {
            close();
            throw e;
        }
    }

    private static Path unpack(List<String> sources) throws IOException {
        Path folder = Owned.folder();
        for (String source : sources) {
            Path file = folder.resolve(source);
            Files.createDirectories(file.getParent());
            try (InputStream in = Cluster.class.getResourceAsStream("/workshop/cluster/" + source)) {
                Files.copy(in, file);
            }
        }
        return folder.resolve(sources.get(0));
    }

    /** Returns what completes when the host has ended, for whatever reason. */
    public CompletableFuture<?> ended() {
        return process.onExit();
    }

    @Override
    public String kind() {
        return kind;
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
        takeAway("stop", id);
    }

    @Override
    public synchronized void killBroker(int id) {
        takeAway("kill", id);
    }

    private void takeAway(String how, int id) {
        if (!stopped.get(id)) {
            tell(how + " " + id);
            stopped.set(id);
        }
    }

    @Override
    public synchronized void startBroker(int id) {
        if (stopped.get(id)) {
            tell("start " + id);
            stopped.clear(id);
        }
    }

    private void tell(String command) {
        commands.println(command);
        reply("done " + command);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        afterwards.accept(end());
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

    /** Has the host end the brokers, and returns whether it did and ended itself. */
    private boolean end() {
        commands.close();
        try {
            return process.waitFor(END.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads the next reply, which has to begin with a word, and returns what follows it. */
    private String reply(String expected) {
        try {
            String line = Background.call("brokers", this::readLine).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line != null && line.startsWith(expected)) {
                return line.substring(expected.length()).strip();
            }
            if (line != null && line.startsWith("failed ")) {
                throw new ClusterException(line.substring(line.indexOf(": ") + 2) + lastOfTheLog());
            }
            throw new ClusterException("the brokers (" + kind + ") "
                    + (line == null ? "ended (" + exitCode() + ")" : "answered: " + line) + lastOfTheLog());
        } catch (ExecutionException e) {
            throw new ClusterException("the brokers (" + kind + ") do not answer: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new ClusterException("waited " + PATIENCE.toSeconds() + " s for the brokers (" + kind + ") to be "
                    + expected + ", in vain" + lastOfTheLog(), e);
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

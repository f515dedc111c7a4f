package workshop.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import workshop.process.ClassDataArchive;
import workshop.process.DiskSpace;
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
    private final HostCommands commands;
    private final ClassDataArchive archive;
    private final SortedMap<Integer, String> brokers = new TreeMap<>();
    private final Runnable callOff;
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
        DiskSpace.shortageForBrokers().ifPresent(shortage -> {
            throw new ClusterException(shortage);
        });
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
            ProcessBuilder builder = new ProcessBuilder(Java.ownCommand(command.toArray(String[]::new)));
            builder.environment().putAll(host.environment());
            process = Owned.start(host.verbose() ? builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                    : builder.redirectError(log.toFile()));
        } catch (ScriptException | IOException e) {
            throw new ClusterException("the brokers (" + kind + ") cannot be started: " + e.getMessage(), e);
        }
        commands = new HostCommands(process.getOutputStream(), process.getInputStream(), PATIENCE);
        callOff = Owned.atExit(this::close);
        try {
            for (String address : commands.awaitStart().split(",")) {
                brokers.put(brokers.size() + 1, address);
            }
        } catch (ClusterException e) {
            ClusterException told = told(e);
            close();
            throw told;
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
    public void stopBroker(int id) {
        tell("stop " + id);
    }

    @Override
    public void killBroker(int id) {
        tell("kill " + id);
    }

    @Override
    public void startBroker(int id) {
        tell("start " + id);
    }

    private void tell(String command) {
        try {
            commands.tell(command);
        } catch (ClusterException e) {
            throw told(e);
        }
    }

    private ClusterException told(ClusterException failure) {
        return new ClusterException("the brokers (" + kind + "): " + failure.getMessage() + exitCode() + lastOfTheLog(), failure);
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
        callOff.run();
        if (Owned.isEnding() || brokers.isEmpty()) {
            // cut short: the classes that were loaded so far would make an archive that helps nobody
            return;
        }
        if (archive.isToBeMade()) {
            System.err.println("Preparing faster starts, once: a few seconds…");
            archive.make();
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

    private String exitCode() {
        return process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
    }

    // where in Kafka's code it was helps nobody here, and would leave no room for what it was
    private String lastOfTheLog() {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.filter(line -> !line.startsWith("\tat ")).toList();
            List<String> last = all.subList(Math.max(0, all.size() - 20), all.size());
            return last.isEmpty() ? "" : "\n" + String.join("\n", last);
        } catch (IOException noLog) {
            return "";
        }
    }
}

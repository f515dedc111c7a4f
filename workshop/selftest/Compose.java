package workshop.selftest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workshop.cluster.ClusterException;
import workshop.process.Owned;
import workshop.process.PortOwner;

/** The playground of {@code docker-compose.yml}, up until it is closed. */
final class Compose implements AutoCloseable {

    private static final int FIRST_PORT = 9092;

    private final List<String> command;
    private final Path root;
    private final String image;
    private final Runnable callOff;

    /**
     * Starts the brokers, and returns when their topics have been made.
     *
     * @param image the brokers' image
     */
    Compose(Path root, String image) throws IOException, InterruptedException {
        IntStream.range(FIRST_PORT, FIRST_PORT + 3).filter(port -> !PortOwner.isFree(port)).findFirst().ifPresent(port -> {
            throw new ClusterException("port " + port + " is taken by " + PortOwner.of(port).orElse("another program"));
        });
        this.root = root;
        this.image = image;
        String project = "three-brokers-" + ProcessHandle.current().pid();
        command = new ArrayList<>(version2() ? List.of("docker", "compose") : List.of("docker-compose"));
        command.addAll(List.of("--file", root.resolve("docker-compose.yml").toString(), "--project-name", project));
        callOff = Owned.afterwards(List.of(Stream.concat(command.stream(), Stream.of("down", "--volumes")).toList()));
        run("up", "--detach");
        awaitTopics();
    }

    private static boolean version2() throws IOException, InterruptedException {
        return new ProcessBuilder("docker", "compose", "version").start().waitFor() == 0;
    }

    // the service topics ends when it has made them
    private void awaitTopics() throws IOException, InterruptedException {
        String topics = run("ps", "--quiet", "topics").strip();
        String code = output(new ProcessBuilder("docker", "wait", topics));
        if (!code.strip().equals("0")) {
            throw new ClusterException("the topics were not made: " + run("logs", "topics"));
        }
    }

    /** Returns the address of each broker by its id. */
    SortedMap<Integer, String> brokers() {
        SortedMap<Integer, String> brokers = new TreeMap<>();
        IntStream.rangeClosed(1, 3).forEach(id -> brokers.put(id, "localhost:" + (FIRST_PORT + id - 1)));
        return brokers;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder compose = new ProcessBuilder(Stream.concat(command.stream(), Stream.of(arguments)).toList())
                .directory(root.toFile());
        compose.environment().put("KAFKA_IMAGE", image);
        return output(compose);
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = Owned.start(command.redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new ClusterException(String.join(" ", command.command()) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("down", "--volumes");
        callOff.run();
    }
}

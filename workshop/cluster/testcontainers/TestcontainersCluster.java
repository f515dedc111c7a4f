package workshop.cluster.testcontainers;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import workshop.cluster.BrokerSettings;
import workshop.cluster.OwnCluster;
import workshop.process.Owned;

/**
 * Three brokers in containers of the image {@code apache/kafka}, run by Testcontainers in a child process. They go when this
 * process ends, should it be killed too.
 */
public final class TestcontainersCluster {

    /** The word for this kind. */
    public static final String KIND = "testcontainers";

    private static final List<String> SOURCES = List.of("testcontainers/Containers.java",
            "testcontainers/BrokerContainer.java", "testcontainers/Leftovers.java", "BrokerHost.java", "BrokerSettings.java",
            "HostReply.java", "Ports.java");

    // for those who want containers or nothing
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestcontainersCluster() {
    }

    /**
     * Starts three brokers as {@link #start(DockerEngine, boolean)} does, on the engine of this machine.
     *
     * @throws workshop.cluster.ClusterException where there is none that can be used, or they do not start
     */
    public static OwnCluster start(boolean verbose) {
        return start(DockerEngine.find(PATIENCE), verbose);
    }

    /**
     * Starts three brokers and returns when a topic with three replicas can be created and written.
     *
     * @param engine  where to run them
     * @param verbose whether Testcontainers' log goes to standard error
     * @throws workshop.cluster.ClusterException where they do not start
     */
    public static OwnCluster start(DockerEngine engine, boolean verbose) {
        String pid = String.valueOf(ProcessHandle.current().pid());
        String name = "three-brokers-" + pid + "-" + Long.toString(System.nanoTime(), 36);
        List<String> containers = IntStream.rangeClosed(1, BrokerSettings.BROKERS)
                .mapToObj(id -> BrokerSettings.containerName(name, id)).toList();
        List<List<String>> removal = Stream.of(
                        Stream.concat(Stream.of("docker", "rm", "--force", "--volumes"), containers.stream()).toList(),
                        List.of("docker", "network", "rm", name)).toList();
        Runnable callOff = Owned.afterwards(removal);
        return new OwnCluster(new OwnCluster.Host(KIND, SOURCES, engine.forTestcontainers(),
                List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"), List.of(name, engine.image(), pid), verbose, orderly -> {
                    if (orderly) {
                        callOff.run();
                    }
                    // else the watchdog does it when this process ends
                }));
    }
}

package workshop.cluster.embedded;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import workshop.cluster.OwnCluster;

/** Three real brokers in one child process, with their data in a temporary folder; both go when this process ends. */
public final class EmbeddedCluster {

    /** The word for this kind. */
    public static final String KIND = "embedded";

    private static final List<String> SOURCES = List.of("embedded/Brokers.java", "BrokerHost.java", "BrokerSettings.java",
            "HostReply.java", "Ports.java");

    private EmbeddedCluster() {
    }

    /**
     * Starts three brokers and returns when a topic with three replicas can be created and written.
     *
     * @param verbose whether the brokers' log goes to standard error
     * @param ports   the three ports to listen at, or none for any that are free
     * @throws workshop.cluster.ClusterException where they do not start
     */
    public static OwnCluster start(boolean verbose, int... ports) {
        return new OwnCluster(host(verbose, ports));
    }

    /** Returns what {@link #start} starts. */
    public static OwnCluster.Host host(boolean verbose, int... ports) {
        List<String> options = List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + (verbose ? "info" : "warn"));
        List<String> arguments = IntStream.of(ports).mapToObj(String::valueOf).toList();
        return new OwnCluster.Host(KIND, SOURCES, Map.of(), options, arguments, verbose,
                // what it had was in the process and the folder
                orderly -> { });
    }
}

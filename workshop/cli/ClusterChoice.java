package workshop.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.process.CacheFolder;

/** Which cluster a command judges on, by the word that a person gives it. */
final class ClusterChoice {

    /** The words that {@link #open} takes. */
    static final List<String> KINDS = List.of("auto", "playground", "embedded");

    private ClusterChoice() {
    }

    /**
     * Opens a cluster: {@code auto} is the playground where one runs and no other check has it, else three embedded
     * brokers.
     *
     * @throws ClusterException where it cannot be had
     */
    static Cluster open(String kind) {
        return switch (kind) {
            case "auto" -> playground().orElseGet(EmbeddedCluster::start);
            case "playground" -> playground().orElseThrow(() -> new ClusterException(
                    "no playground runs, or another check has it. Start one in another terminal: ./jbang cluster"));
            case "embedded" -> EmbeddedCluster.start();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Optional<Cluster> playground() {
        try {
            return PlaygroundCluster.join(CacheFolder.path());
        } catch (IOException noCacheFolder) {
            return Optional.empty();
        }
    }
}

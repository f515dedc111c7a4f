package workshop.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.testcontainers.DockerEngine;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.process.CacheFolder;
import workshop.process.Owned;

/**
 * Which cluster a command judges on.
 *
 * @param kind    the word that a person gives it, one of {@link #KINDS}
 * @param verbose whether the log of brokers that are started is shown
 */
record ClusterChoice(String kind, boolean verbose) {

    /** The words for a kind. */
    static final List<String> KINDS = List.of("auto", PlaygroundCluster.KIND, TestcontainersCluster.KIND,
            EmbeddedCluster.KIND);

    /** What {@code auto} does, for the help. */
    static final String HELP = "auto (the default: a running playground, else testcontainers where Docker answers, else "
            + "embedded), playground, testcontainers or embedded";

    // what finding out may cost those who have no Docker
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /**
     * Opens a cluster: {@code auto} is the playground where one runs and no other check has it, else three containers where
     * Docker answers, else three embedded brokers; it says which, and why.
     *
     * @throws ClusterException where it cannot be had
     */
    Cluster open() {
        return switch (kind) {
            case PlaygroundCluster.KIND -> playground().orElseThrow(() -> new ClusterException(
                    "no playground runs, or another check has it. Start one in another terminal: ./jbang cluster"));
            case TestcontainersCluster.KIND -> testcontainers();
            case EmbeddedCluster.KIND -> EmbeddedCluster.start(verbose);
            default -> auto();
        };
    }

    private Cluster auto() {
        Optional<Cluster> playground = playground();
        if (playground.isPresent()) {
            Terminal.note("Brokers: those of the playground, as it runs.");
            return playground.get();
        }
        try {
            DockerEngine engine = DockerEngine.find(AT_ONCE);
            Terminal.note("Brokers: three containers of " + engine.image() + " by Testcontainers, as Docker answers.");
            return TestcontainersCluster.start(engine, verbose);
        } catch (ClusterException e) {
            if (Owned.isEnding()) {
                throw e;
            }
            Terminal.note("Brokers: three embedded ones, as " + e.getMessage().lines().findFirst().orElse("") + ".");
            return EmbeddedCluster.start(verbose);
        }
    }

    private Cluster testcontainers() {
        try {
            return TestcontainersCluster.start(verbose);
        } catch (ClusterException e) {
            throw new ClusterException(e.getMessage() + "\nWithout Docker: --cluster embedded", e);
        }
    }

    private static Optional<Cluster> playground() {
        try {
            return PlaygroundCluster.join(CacheFolder.path());
        } catch (IOException noCacheFolder) {
            return Optional.empty();
        }
    }
}

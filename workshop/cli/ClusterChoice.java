package workshop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    // how long another may have the playground
    private static final Duration TURN = Duration.ofMinutes(1);

    /**
     * A cluster that can be opened.
     *
     * @param another whether it can be opened more than once, each time another one
     * @param how     opens it, or throws a {@link ClusterException}
     */
    record Opening(boolean another, Supplier<Cluster> how) {

        /**
         * Opens it. For the playground this waits until others have ended with it, up to a minute.
         *
         * @throws ClusterException where it cannot be had
         */
        Cluster open() {
            return how.get();
        }
    }

    /**
     * Decides which cluster it is: {@code auto} is the playground where one runs, else three containers where Docker answers, else
     * three embedded brokers; it says which, and why.
     *
     * @throws ClusterException where there is none
     */
    Opening decide() {
        return switch (kind) {
            case PlaygroundCluster.KIND -> taken(playground().orElseThrow(() -> new ClusterException(
                    "no playground runs. Start one in another terminal: ./jbang cluster")));
            case TestcontainersCluster.KIND -> new Opening(false, this::testcontainers);
            case EmbeddedCluster.KIND -> embedded();
            default -> auto();
        };
    }

    private Opening embedded() {
        return new Opening(true, () -> EmbeddedCluster.start(verbose));
    }

    private Opening auto() {
        Optional<PlaygroundCluster> playground = Optional.empty();
        try {
            playground = playground();
        } catch (ClusterException e) {
            Terminal.note("The playground is not used: " + e.getMessage());
        }
        if (playground.isPresent()) {
            Terminal.note("Brokers: those of the playground, as it runs.");
            return taken(playground.get());
        }
        DockerEngine engine;
        try {
            engine = DockerEngine.find(AT_ONCE);
        } catch (ClusterException e) {
            return inPlaceOfContainers(e);
        }
        Terminal.note("Brokers: three containers of " + engine.image() + " by Testcontainers, as Docker answers.");
        return new Opening(false, () -> {
            try {
                return TestcontainersCluster.start(engine, verbose);
            } catch (ClusterException e) {
                return inPlaceOfContainers(e).open();
            }
        });
    }

    private Opening inPlaceOfContainers(ClusterException why) {
        if (Owned.isEnding()) {
            throw why;
        }
        Terminal.note("Brokers: three embedded ones, as " + why.getMessage().lines().findFirst().orElse("") + ".");
        return embedded();
    }

    private Cluster testcontainers() {
        try {
            return TestcontainersCluster.start(verbose);
        } catch (ClusterException e) {
            throw new ClusterException(e.getMessage() + "\nWithout Docker: --cluster embedded", e);
        }
    }

    private static Opening taken(PlaygroundCluster playground) {
        return new Opening(false, () -> {
            playground.take(TURN, () -> Terminal.note("The playground is judging something else; waiting for the turn, up to "
                    + TURN.toSeconds() + " s…"));
            return playground;
        });
    }

    private static Optional<PlaygroundCluster> playground() {
        return PlaygroundCluster.join(CacheFolder.path());
    }
}

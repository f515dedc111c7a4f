package workshop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.external.Addresses;
import workshop.cluster.external.ExternalCluster;
import workshop.cluster.external.Greeting;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.cluster.testcontainers.DockerEngine;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.process.CacheFolder;
import workshop.process.Owned;

/**
 * Which cluster a command judges on.
 *
 * @param kind    the word that a person gives it, one of {@link #KINDS}, or addresses of a cluster of somebody else's
 * @param verbose whether the log of brokers that are started is shown
 */
record ClusterChoice(String kind, boolean verbose) {

    /** The words for a kind. */
    static final List<String> KINDS = List.of("auto", PlaygroundCluster.KIND, TestcontainersCluster.KIND,
            EmbeddedCluster.KIND);

    /** What {@code auto} does, for the help. */
    static final String HELP = "auto (the default: a running playground, else testcontainers where Docker answers, else "
            + "embedded), playground, testcontainers or embedded; or HOST:PORT[,HOST:PORT…]: any cluster, whose brokers are left as "
            + "they are, so that facts that need one taken away are not judged";

    // what finding out may cost those who have no Docker
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    // how long another may have the playground
    private static final Duration TURN = Duration.ofMinutes(1);
    // on this machine a broker answers in no time
    private static final Duration GREETING = Duration.ofMillis(500);

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

    /** Returns why no cluster can be meant by a word, for the person who typed it; nothing where one is. */
    static Optional<String> mistake(String kind) {
        if (Addresses.areMeant(kind)) {
            return Addresses.mistake(kind);
        }
        return KINDS.contains(kind) ? Optional.empty() : Optional.of("there is no cluster of the kind " + kind + "; there is "
                + String.join(", ", KINDS) + ", or any by its addresses: HOST:PORT,HOST:PORT");
    }

    /**
     * Decides which cluster it is: {@code auto} is the playground where one runs, else three containers where Docker answers, else
     * three embedded brokers; it says which, and why.
     *
     * @throws ClusterException where there is none
     */
    Opening decide() {
        if (Addresses.areMeant(kind)) {
            return new Opening(false, () -> ExternalCluster.join(Addresses.of(kind), CacheFolder.path()));
        }
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
        tellOfOthers();
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

    // a playground in containers, as docker compose starts it, cannot be lent: nobody could give a broker of it back
    private static void tellOfOthers() {
        List<String> others = IntStream.of(PlaygroundServer.PORTS).mapToObj(port -> "localhost:" + port)
                .filter(address -> Greeting.trouble(address, GREETING).isEmpty()).toList();
        if (!others.isEmpty()) {
            Terminal.note("A cluster answers on " + others.get(0) + ". It is not used, as no broker of it may be stopped. To have what "
                    + "is possible judged there: --cluster " + String.join(",", others));
        }
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

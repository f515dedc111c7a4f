package workshop.cluster.testcontainers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import workshop.cluster.ClusterException;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.process.Tty;

/**
 * A Docker engine of this machine that answers, and has the image of the brokers. It is asked by the command {@code docker},
 * which knows of contexts and sockets all that there is to know.
 *
 * @param host  where it answers, as {@code DOCKER_HOST} says it; empty where the command does not tell
 * @param image the brokers' image, which it has
 * @param ryuk  whether it has the image of Ryuk, which removes containers for Testcontainers
 */
public record DockerEngine(String host, String image, boolean ryuk) {

    private static final String OFFICIAL = "apache/kafka:4.4.0";
    // what workshop/image/make makes where no registry can be reached
    private static final String OWN = "three-brokers/kafka:4.4.0";
    // the one that Testcontainers 2.0.5 asks for
    private static final String RYUK = "testcontainers/ryuk:0.14.0";

    // where the command ended with no code of its own
    private static final int NONE = -1;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration PULL = Duration.ofMinutes(15);

    /**
     * Asks whether the engine answers, and has it fetch the image where it has none.
     *
     * @param patience how long its first answer may take
     * @throws ClusterException where it cannot be used; the message says why, and reads on after "as"
     */
    public static DockerEngine find(Duration patience) {
        String host = reach(patience);
        return new DockerEngine(host, chosenImage(), has(RYUK));
    }

    /**
     * Asks whether the engine answers, fetches nothing, and returns the image of the brokers where it has one.
     *
     * @throws ClusterException where it cannot be used, as {@link #find} says
     */
    public static Optional<String> imageWithoutFetching(Duration patience) {
        reach(patience);
        String named = System.getenv("KAFKA_IMAGE");
        return (named == null || named.isBlank() ? Stream.of(OFFICIAL, OWN) : Stream.of(named))
                .filter(DockerEngine::has).findFirst();
    }

    private static String reach(Duration patience) {
        Answer version = run(patience, ProcessBuilder.Redirect.PIPE, "docker", "version", "--format", "{{.Server.Os}}");
        if (version.code() != 0) {
            throw new ClusterException(whyNot(version));
        }
        if (!version.said().equals("linux")) {
            throw new ClusterException("Docker is set to " + version.said() + " containers");
        }
        String host = ask("docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").said();
        if (host.startsWith("ssh:") || host.startsWith("tcp:") && !host.matches("tcp://(localhost|127\\..*|\\[::1]).*")) {
            throw new ClusterException("Docker's engine is not on this machine but at " + host);
        }
        return host;
    }

    private static String whyNot(Answer answer) {
        if (answer.code() == NONE) {
            return answer.error();
        }
        if (answer.error().contains("permission denied")) {
            return "you may not use Docker (its socket says: permission denied)";
        }
        return answer.error().contains("daemon") ? "Docker's engine does not run"
                : "Docker does not answer: " + answer.error().lines().findFirst().orElse("code " + answer.code());
    }

    private static String chosenImage() {
        String named = System.getenv("KAFKA_IMAGE");
        if (named != null && !named.isBlank()) {
            if (!has(named)) {
                pull(named);
            }
            return named;
        }
        if (has(OFFICIAL)) {
            return OFFICIAL;
        }
        if (has(OWN)) {
            return OWN;
        }
        pull(OFFICIAL);
        if (!has(RYUK)) {
            // it is a help, not a need
            run(PULL, ProcessBuilder.Redirect.DISCARD, "docker", "pull", RYUK);
        }
        return OFFICIAL;
    }

    private static boolean has(String image) {
        Answer answer = ask("docker", "image", "inspect", "--format", "{{.Id}}", image);
        if (answer.code() == NONE) {
            throw new ClusterException(answer.error());
        }
        return answer.code() == 0;
    }

    private static void pull(String image) {
        System.err.println("Fetching the image " + image + ", once…");
        // docker draws its progress where a person reads it
        Answer answer = run(PULL, Tty.isInteractive() ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD,
                "docker", "pull", image);
        if (answer.code() != 0) {
            throw new ClusterException("the image " + image + " is not here and cannot be fetched ("
                    + answer.error().lines().findFirst().orElse("code " + answer.code()).strip() + ")");
        }
    }

    /** Returns the environment variables by which Testcontainers finds the engine, and knows what it can have. */
    Map<String, String> forTestcontainers() {
        Map<String, String> variables = new HashMap<>();
        if (!host.isEmpty()) {
            variables.put("DOCKER_HOST", host);
        }
        // the brokers listen on loopback; in a container it would look for another way to them
        variables.put("TESTCONTAINERS_HOST_OVERRIDE", "localhost");
        variables.put("TESTCONTAINERS_RYUK_CONTAINER_IMAGE", RYUK);
        if (!ryuk) {
            variables.put("TESTCONTAINERS_RYUK_DISABLED", "true");
        }
        return variables;
    }

    private record Answer(int code, String said, String error) {
    }

    private static Answer ask(String... command) {
        return run(ANSWER, ProcessBuilder.Redirect.PIPE, command);
    }

    private static Answer run(Duration atMost, ProcessBuilder.Redirect output, String... command) {
        try {
            Process docker = Owned.start(new ProcessBuilder(command).redirectOutput(output));
            CompletableFuture<String> said = Background.call("docker", () -> text(docker.getInputStream()));
            CompletableFuture<String> error = Background.call("docker", () -> text(docker.getErrorStream()));
            if (!docker.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                Owned.kill(docker);
                return new Answer(NONE, "", "Docker gave no answer within " + atMost.toSeconds() + " s");
            }
            return new Answer(docker.exitValue(), said.join(), error.join());
        } catch (IOException e) {
            return new Answer(NONE, "", "there is no docker command");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException closed) {
            return "";
        }
    }
}

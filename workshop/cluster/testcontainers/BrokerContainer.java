package workshop.cluster.testcontainers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.time.Duration;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.LogMessageWaitStrategy;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;
import workshop.cluster.BrokerSettings;

/** One broker in a container, listening at a port of this machine's loopback that is known before it starts. */
final class BrokerContainer extends KafkaContainer {

    private static final String RUNNING = ".*Transitioning from RECOVERY to RUNNING.*";
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private int starts = 1;

    BrokerContainer(int id, String image, String cluster, Network network, int port) {
        super(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
        BrokerSettings.inContainer(id, "localhost:" + port)
                .forEach((setting, value) -> withEnv(BrokerSettings.variable(setting), value));
        BrokerSettings.containerJvm().forEach(this::withEnv);
        withNetwork(network);
        withNetworkAliases(BrokerSettings.containerHost(id));
        // the broker is the container's first process: it hears the engine's SIGTERM, and goes in good order
        withCommand("/etc/kafka/docker/run");
        withCreateContainerCmdModifier(command -> {
            command.withName(BrokerSettings.containerName(cluster, id)).withHostName(BrokerSettings.containerHost(id));
            command.getHostConfig().withPortBindings(
                    new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(9092)));
        });
        waitingFor(running(starts));
    }

    @Override
    protected void containerIsStarting(InspectContainerResponse container) {
        // the address that others tell it afterwards it has known from the beginning
    }

    /** Waits until the broker has been let in again after a start. */
    void awaitRunningAgain() {
        running(starts + 1).waitUntilReady(this);
        starts++;
    }

    // the log of a container goes on where it stopped
    private static LogMessageWaitStrategy running(int times) {
        LogMessageWaitStrategy running = new LogMessageWaitStrategy().withRegEx(RUNNING).withTimes(times);
        running.withStartupTimeout(PATIENCE);
        return running;
    }
}

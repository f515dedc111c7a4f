//JAVA 17+
//DEPS org.testcontainers:testcontainers-kafka:2.0.5
//DEPS org.slf4j:slf4j-simple:1.7.36
//SOURCES BrokerContainer.java Leftovers.java ../BrokerHost.java ../BrokerSettings.java ../HostReply.java
//SOURCES ../Ports.java
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file
package workshop.cluster.testcontainers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import workshop.cluster.BrokerHost;
import workshop.cluster.BrokerSettings;
import workshop.cluster.Ports;

/** Three Kafka brokers in containers on this machine, each at a port of its own that it keeps when it is started again. */
public final class Containers extends BrokerHost {

    // a broker in good order needs a second; the engine kills it after this
    private static final int STOP_SECONDS = 30;

    private final String name;
    private final String image;
    private final Map<String, String> owner;
    private final BrokerContainer[] brokers = new BrokerContainer[BrokerSettings.BROKERS];

    private Containers(Ports ports, String name, String image, long owner) {
        super(ports);
        this.name = name;
        this.image = image;
        this.owner = Leftovers.label(owner);
    }

    /**
     * Runs the brokers until the end of the input.
     *
     * @param args what the containers' names and the network's begin with, the image, and the id of the process that owns them
     */
    public static void main(String[] args) throws Exception {
        // what is told to end has containers to remove first, and its owner tells it so by the end of the input
        ignore("TERM");
        new Containers(Ports.claim(), args[0], args[1], Long.parseLong(args[2])).serve();
    }

    @Override
    protected void startAll() {
        Leftovers.sweep(client());
        Network network = Network.builder().createNetworkCmdModifier(command -> command.withName(name).withLabels(owner))
                .build();
        network.getId();
        // together, each on a thread of its own, as none is ready before a quorum of them is
        CompletableFuture.allOf(IntStream.rangeClosed(1, brokers.length).mapToObj(id -> {
            brokers[id - 1] = new BrokerContainer(id, image, name, network, ports().brokers()[id - 1]);
            brokers[id - 1].withLabels(owner);
            return CompletableFuture.runAsync(brokers[id - 1]::start, work -> new Thread(work, "start-" + id).start());
        }).toArray(CompletableFuture[]::new)).join();
        for (int port : ports().brokers()) {
            connect(port);
        }
    }

    // not so in a container that was lent the engine of the machine around it
    private static void connect(int port) {
        try {
            new Socket("localhost", port).close();
        } catch (IOException e) {
            throw new IllegalStateException("Docker runs the brokers, but they cannot be reached at localhost:" + port);
        }
    }

    @Override
    protected boolean runs(int id) {
        return Boolean.TRUE.equals(client().inspectContainerCmd(container(id)).exec().getState().getRunning());
    }

    @Override
    protected void start(int id) {
        client().startContainerCmd(container(id)).exec();
        try {
            brokers[id - 1].awaitRunningAgain();
        } catch (RuntimeException e) {
            // a container that runs without being let in would be taken for a broker
            if (runs(id)) {
                kill(id);
            }
            throw e;
        }
    }

    @Override
    protected void stop(int id) {
        client().stopContainerCmd(container(id)).withTimeout(STOP_SECONDS).exec();
    }

    @Override
    protected void kill(int id) {
        client().killContainerCmd(container(id)).exec();
        client().waitContainerCmd(container(id)).start().awaitStatusCode();
    }

    @Override
    protected void end() {
        CompletableFuture.allOf(IntStream.rangeClosed(1, brokers.length).mapToObj(id -> CompletableFuture.runAsync(
                () -> Leftovers.remove(client(), container(id)), work -> new Thread(work, "end-" + id).start()))
                .toArray(CompletableFuture[]::new)).join();
        Leftovers.removeNetwork(client(), name);
    }

    private String container(int id) {
        return BrokerSettings.containerName(name, id);
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}

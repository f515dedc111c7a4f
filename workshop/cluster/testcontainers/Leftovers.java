package workshop.cluster.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** Containers and networks that carry a label with the process that owns them. */
final class Leftovers {

    private static final String LABEL = "three-brokers.owner";

    private Leftovers() {
    }

    /** Returns the label of what belongs to a process of this machine. */
    static Map<String, String> label(long owner) {
        return Map.of(LABEL, owner + "@" + machine());
    }

    /** Removes what belongs to processes of this machine that no longer run: they were killed, and their watchdog too. */
    static void sweep(DockerClient client) {
        for (Container container : client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(LABEL)).exec()) {
            if (isLeft(container.getLabels())) {
                remove(client, container.getId());
            }
        }
        for (Network network : client.listNetworksCmd().withFilter("label", List.of(LABEL)).exec()) {
            if (isLeft(network.getLabels())) {
                removeNetwork(client, network.getId());
            }
        }
    }

    // a process of another machine that shares the engine cannot be looked for here
    private static boolean isLeft(Map<String, String> labels) {
        String[] owner = labels.getOrDefault(LABEL, "").split("@", 2);
        return owner.length == 2 && owner[1].equals(machine()) && ProcessHandle.of(Long.parseLong(owner[0])).isEmpty();
    }

    /** Removes a container, running or not, with its data; one that is not there is fine. */
    static void remove(DockerClient client, String container) {
        try {
            client.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
        } catch (NotFoundException gone) {
            return;
        }
    }

    /** Removes a network that no container uses; one that is not there is fine. */
    static void removeNetwork(DockerClient client, String network) {
        try {
            client.removeNetworkCmd(network).exec();
        } catch (NotFoundException gone) {
            return;
        }
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

package workshop.cli;

import workshop.cluster.Cluster;
import workshop.cluster.embedded.EmbeddedCluster;

/** Which cluster a command judges on. */
final class ClusterChoice {

    private ClusterChoice() {
    }

    static Cluster open(String kind) {
        return EmbeddedCluster.start();
    }
}

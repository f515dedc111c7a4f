package workshop.selftest;

import java.nio.file.Path;
import java.time.Duration;
import workshop.cluster.ClusterException;
import workshop.cluster.playground.Heartbeats;
import workshop.cluster.playground.PlaygroundCluster;

/** A process that takes the playground's brokers, and stops one: each line that it reads has it do so, and is answered. */
public final class LeaseHolder {

    private static final Duration TURN = Duration.ofSeconds(20);

    private LeaseHolder() {
    }

    /**
     * Runs until standard input ends.
     *
     * @param args the folder where the playground is announced, the heartbeats' interval and time-out in milliseconds
     */
    public static void main(String[] args) throws Exception {
        Heartbeats heartbeats = new Heartbeats(Duration.ofMillis(Long.parseLong(args[1])), Duration.ofMillis(Long.parseLong(args[2])));
        try (PlaygroundCluster playground = PlaygroundCluster.join(Path.of(args[0]), heartbeats).orElseThrow()) {
            playground.take(TURN, () -> { });
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                if (read == '\n') {
                    System.out.println(stop(playground));
                }
            }
        }
    }

    private static String stop(PlaygroundCluster playground) {
        try {
            playground.stopBroker(3);
            return "stopped";
        } catch (ClusterException e) {
            return e.getMessage();
        }
    }
}

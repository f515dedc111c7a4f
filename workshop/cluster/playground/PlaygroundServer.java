package workshop.cluster.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Background;

/**
 * Lends the playground's brokers to one check at a time, stopping them included. When the check has gone, however it went,
 * the brokers that it stopped come back.
 */
public final class PlaygroundServer implements AutoCloseable {

    /** Where the brokers of the playground are, on loopback. */
    public static final int[] PORTS = {9092, 9093, 9094};

    static final String BUSY = "busy";
    static final String BROKERS = "brokers ";
    static final String DONE = "done";
    static final String FAILED = "failed ";

    private final Cluster cluster;
    private final ServerSocket door;
    private final String token = UUID.randomUUID().toString();
    private final Semaphore lease = new Semaphore(1);

    /**
     * Begins to lend a cluster to checks of the same user.
     *
     * @param folder where it is announced: the {@link workshop.process.CacheFolder}
     * @throws IOException where it cannot be announced
     */
    public PlaygroundServer(Cluster cluster, Path folder) throws IOException {
        this.cluster = cluster;
        this.door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Background.start("playground", this::admit);
        new Announcement(ProcessHandle.current().pid(), door.getLocalPort(), token).publish(folder);
    }

    /** Does something while no check has the cluster; waits for one that has. */
    public void alone(Runnable what) throws InterruptedException {
        lease.acquire();
        try {
            what.run();
        } finally {
            lease.release();
        }
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                Socket check = door.accept();
                Background.start("playground", () -> serve(check));
            } catch (IOException e) {
                // the door was closed
                return;
            }
        }
    }

    private void serve(Socket check) {
        try (check; BufferedReader commands = new BufferedReader(new InputStreamReader(check.getInputStream(),
                StandardCharsets.UTF_8));
                PrintStream replies = new PrintStream(check.getOutputStream(), true, StandardCharsets.UTF_8)) {
            if (!token.equals(commands.readLine())) {
                return;
            }
            if (!lease.tryAcquire()) {
                replies.println(BUSY);
                return;
            }
            try {
                replies.println(BROKERS + cluster.brokers().entrySet().stream()
                        .map(broker -> broker.getKey() + "=" + broker.getValue()).collect(Collectors.joining(",")));
                for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                    replies.println(carryOut(line));
                }
            } finally {
                startAll();
                lease.release();
            }
        } catch (IOException e) {
            // the check was killed; what it stopped is started by now
            return;
        }
    }

    private void startAll() {
        try {
            cluster.brokers().keySet().forEach(cluster::startBroker);
        } catch (ClusterException e) {
            // at Ctrl-C the brokers go under its hands; if they died by themselves, the command that runs them says so
            return;
        }
    }

    private String carryOut(String line) {
        String[] words = line.split(" ");
        try {
            int broker = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "stop" -> cluster.stopBroker(broker);
                case "kill" -> cluster.killBroker(broker);
                case "start" -> cluster.startBroker(broker);
                default -> {
                    return FAILED + "unknown command " + line;
                }
            }
            return DONE;
        } catch (ClusterException e) {
            return FAILED + e.getMessage().replace('\n', ' ');
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}

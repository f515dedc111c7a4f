package workshop.cluster.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;

/** The playground that runs in another process of the same user, lent to this one until it is closed. */
public final class PlaygroundCluster implements Cluster {

    /** The word for this kind. */
    public static final String KIND = "playground";

    private static final int GREETING_MS = 3000;

    private final Socket socket;
    private final BufferedReader replies;
    private final PrintStream commands;
    private final SortedMap<Integer, String> brokers = new TreeMap<>();

    private PlaygroundCluster(Socket socket, BufferedReader replies, PrintStream commands, String listed) {
        this.socket = socket;
        this.replies = replies;
        this.commands = commands;
        for (String broker : listed.split(",")) {
            String[] idAndAddress = broker.split("=");
            brokers.put(Integer.parseInt(idAndAddress[0]), idAndAddress[1]);
        }
    }

    /** Returns the process that runs the playground, where one is announced in a folder. */
    public static Optional<Long> pid(Path folder) {
        try {
            return Announcement.find(folder).map(Announcement::pid);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the running playground that is announced in a folder, the {@link workshop.process.CacheFolder}, or nothing where
     * none runs or another check has it.
     */
    public static Optional<Cluster> join(Path folder) {
        try {
            Optional<Announcement> found = Announcement.find(folder);
            return found.isEmpty() ? Optional.empty() : join(found.get());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<Cluster> join(Announcement announcement) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), announcement.port());
        BufferedReader replies = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                StandardCharsets.UTF_8));
        PrintStream commands = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
        commands.println(announcement.token());
        // a playground that was suspended takes connections and says nothing
        socket.setSoTimeout(GREETING_MS);
        String reply = replies.readLine();
        socket.setSoTimeout(0);
        if (reply == null || !reply.startsWith(PlaygroundServer.BROKERS)) {
            socket.close();
            return Optional.empty();
        }
        return Optional.of(new PlaygroundCluster(socket, replies, commands,
                reply.substring(PlaygroundServer.BROKERS.length())));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SortedMap<Integer, String> brokers() {
        return brokers;
    }

    @Override
    public boolean canStopBrokers() {
        return true;
    }

    @Override
    public void stopBroker(int id) {
        ask("stop " + id);
    }

    @Override
    public void killBroker(int id) {
        ask("kill " + id);
    }

    @Override
    public void startBroker(int id) {
        ask("start " + id);
    }

    private synchronized void ask(String command) {
        try {
            commands.println(command);
            String reply = replies.readLine();
            if (!PlaygroundServer.DONE.equals(reply)) {
                throw new ClusterException(reply == null ? "the playground has gone" : reply);
            }
        } catch (IOException e) {
            throw new ClusterException("the playground has gone: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // closed is what it should be
            return;
        }
    }
}

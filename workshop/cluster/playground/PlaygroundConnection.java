package workshop.cluster.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import workshop.cluster.ClusterException;
import workshop.process.Background;

/** One connection to a playground in another process, as its user sees it: {@link Lending} is the other end. */
final class PlaygroundConnection implements AutoCloseable {

    private final Announcement playground;
    private final Heartbeats heartbeats;
    private final Socket socket = new Socket();
    private final BufferedReader replies;
    private final PrintStream commands;
    private final SortedMap<Integer, String> brokers = new TreeMap<>();
    private volatile CountDownLatch given = new CountDownLatch(0);
    private volatile String lost = "";

    /**
     * Connects to a playground; this does not take its lease.
     *
     * @throws SocketTimeoutException where somebody takes connections there and says nothing: a playground that is suspended
     * @throws IOException            where no playground is there
     */
    PlaygroundConnection(Announcement playground, Heartbeats heartbeats) throws IOException {
        this.playground = playground;
        this.heartbeats = heartbeats;
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), playground.port()), heartbeats.greetingMs());
            socket.setSoTimeout(heartbeats.greetingMs());
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            commands = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
            commands.println(playground.token());
            String greeting = replies.readLine();
            if (greeting == null || !greeting.startsWith(Lending.BROKERS)) {
                throw new IOException("no playground listens at port " + playground.port());
            }
            for (String broker : greeting.substring(Lending.BROKERS.length()).split(",")) {
                String[] idAndAddress = broker.split("=");
                brokers.put(Integer.parseInt(idAndAddress[0]), idAndAddress[1]);
            }
            socket.setSoTimeout(heartbeats.timeoutMs());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the trouble that a playground is suspended. */
    static ClusterException suspended(Announcement playground) {
        return new ClusterException("the playground does not answer (process " + playground.pid() + "): is it suspended? Type fg "
                + "in its terminal, or end it there by Ctrl-C; then type the command again.");
    }

    SortedMap<Integer, String> brokers() {
        return brokers;
    }

    /** Returns whether nothing can be asked any more, as the playground has gone, is suspended, or has taken its lease back. */
    boolean isLost() {
        return !lost.isEmpty();
    }

    /** Waits for the lease and takes it, as {@link PlaygroundCluster#take} says. */
    void take(Duration atMost, Runnable waiting) {
        long begun = System.nanoTime();
        AtomicBoolean told = new AtomicBoolean();
        ask(Lending.TAKE, () -> {
            if (told.compareAndSet(false, true)) {
                waiting.run();
            }
            if (System.nanoTime() - begun > atMost.toNanos()) {
                throw lose(new ClusterException("the playground (process " + playground.pid() + ") was lent to others for "
                        + atMost.toSeconds() + " s. Type the command again when they have ended."));
            }
        });
        CountDownLatch until = new CountDownLatch(1);
        given = until;
        Background.start("heartbeat", () -> beat(until));
    }

    // a process that is suspended, and all its threads with it, says nothing
    private void beat(CountDownLatch until) {
        try {
            while (!until.await(heartbeats.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                commands.println(Heartbeats.LINE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the lease back; all brokers run again when this returns, where the playground answers. */
    void give() {
        try {
            ask(Lending.GIVE);
        } catch (ClusterException e) {
            // the end of the connection gives it back, too
            close();
        }
        given.countDown();
    }

    /**
     * Has the playground do something.
     *
     * @throws ClusterException where it cannot be done, or nothing can be asked any more
     */
    void ask(String command) {
        ask(command, () -> { });
    }

    private synchronized void ask(String command, Runnable whileWaiting) {
        if (isLost()) {
            throw new ClusterException(lost);
        }
        try {
            commands.println(command);
            String reply = replies.readLine();
            while (Heartbeats.LINE.equals(reply)) {
                whileWaiting.run();
                reply = replies.readLine();
            }
            if (reply == null) {
                throw lose(gone());
            }
            if (reply.equals(Lending.EXPIRED)) {
                throw lose(new ClusterException("the playground (process " + playground.pid() + ") has lent its brokers to somebody "
                        + "else, as this process said nothing for " + heartbeats.timeout().toSeconds()
                        + " s: was it suspended? It is to be judged again."));
            }
            if (!reply.equals(Lending.DONE)) {
                throw new ClusterException(reply.substring(Lending.FAILED.length()));
            }
        } catch (SocketTimeoutException e) {
            throw lose(suspended(playground));
        } catch (IOException e) {
            throw lose(gone());
        }
    }

    private ClusterException gone() {
        return new ClusterException("the playground (process " + playground.pid() + ") has gone. Type the command again.");
    }

    private ClusterException lose(ClusterException why) {
        lost = why.getMessage();
        close();
        return why;
    }

    /** Ends it; the lease, where it is had, goes back. */
    @Override
    public void close() {
        given.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            // closed is what it should be
            return;
        }
    }
}

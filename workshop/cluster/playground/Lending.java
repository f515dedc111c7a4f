package workshop.cluster.playground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Background;

/**
 * One connection, as the playground serves it. It begins with the token, which is answered by the list of brokers. Then come
 * commands, a line each, one at a time: {@link #TAKE} and {@link #GIVE} for the lease, {@link #HELD} to ask whether it is
 * still had, and, while it is had, {@code stop N}, {@code kill N} and {@code start N}.
 */
final class Lending {

    /** Is done when the connection has the lease. */
    static final String TAKE = "take";
    /** Is done when the lease is given back, and the brokers that were stopped run again. */
    static final String GIVE = "give";
    /** Is done where the connection has the lease, and has had it since it took it. */
    static final String HELD = "held";

    static final String BROKERS = "brokers ";
    static final String DONE = "done";
    static final String FAILED = "failed ";
    /** The last word to one that had the lease and was silent for too long. */
    static final String EXPIRED = "expired";

    private final PlaygroundServer server;
    private final Socket socket;
    private BufferedReader commands;
    private PrintStream replies;
    private CompletableFuture<Void> turn;

    Lending(PlaygroundServer server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    /** Serves it until it is closed. */
    void serve() {
        try (socket) {
            commands = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            replies = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
            socket.setSoTimeout(server.heartbeats().timeoutMs());
            if (server.token().equals(commands.readLine())) {
                socket.setSoTimeout(0);
                replies.println(BROKERS + server.cluster().brokers().entrySet().stream()
                        .map(broker -> broker.getKey() + "=" + broker.getValue()).collect(Collectors.joining(",")));
                converse();
            }
        } catch (IOException e) {
            // it was killed; what it stopped is started below
            return;
        } finally {
            give();
        }
    }

    private void converse() throws IOException {
        try {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (!line.equals(Heartbeats.LINE)) {
                    replies.println(answer(line));
                }
            }
        } catch (SocketTimeoutException suspended) {
            replies.println(EXPIRED);
            give();
            // what comes from it when it is back may not meet a closed socket, as then it might never read the word
            socket.setSoTimeout(0);
            while (commands.readLine() != null) {
                continue;
            }
        }
    }

    private String answer(String line) throws IOException {
        try {
            switch (line) {
                case TAKE -> {
                    give();
                    turn = server.lease().ask();
                    await(turn);
                    socket.setSoTimeout(server.heartbeats().timeoutMs());
                }
                case GIVE -> {
                    await(Background.call("give", () -> {
                        give();
                        return null;
                    }));
                    socket.setSoTimeout(0);
                }
                default -> {
                    if (turn == null) {
                        throw new ClusterException("the playground's brokers are not lent to this process");
                    }
                    await(Background.call("command", () -> carryOut(line)));
                }
            }
            return DONE;
        } catch (RuntimeException e) {
            return FAILED + String.valueOf(e.getMessage()).replaceAll("\\R", " ");
        }
    }

    private Void carryOut(String line) {
        String[] words = line.split(" ");
        Cluster cluster = server.cluster();
        switch (words[0]) {
            case HELD -> { }
            case "stop" -> cluster.stopBroker(Integer.parseInt(words[1]));
            case "kill" -> cluster.killBroker(Integer.parseInt(words[1]));
            case "start" -> cluster.startBroker(Integer.parseInt(words[1]));
            default -> throw new ClusterException("unknown command " + line);
        }
        return null;
    }

    /** Waits for what was commanded, and says meanwhile that this process still runs. */
    private void await(CompletableFuture<Void> work) throws IOException {
        while (true) {
            try {
                work.get(server.heartbeats().interval().toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                replies.println(Heartbeats.LINE);
                if (replies.checkError()) {
                    throw new IOException("nobody waits for it any more", e);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    // once for each turn, also when the connection ends while a command does so
    private synchronized void give() {
        if (turn != null) {
            server.giveBack(turn);
            turn = null;
        }
    }
}

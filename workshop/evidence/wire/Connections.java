package workshop.evidence.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import workshop.process.Background;

/** The open connections of one program, each with the one to a broker that it goes on by. */
final class Connections {

    // each costs two threads; a program with ten clients has some sixty
    private static final int MOST = 200;

    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> upstreams = ConcurrentHashMap.newKeySet();
    private final Traffic traffic;
    private final Room room;
    private final Consumer<Throwable> failed;

    /** Takes who hears of what is thrown, unless it is an {@link IOException}, which is the connection's own. */
    Connections(Traffic traffic, Consumer<Throwable> failed) {
        this.traffic = traffic;
        this.room = new Room(traffic);
        this.failed = failed;
    }

    /** Returns whether there may be one connection more. */
    boolean admit(Socket client) {
        if (clients.size() >= MOST) {
            traffic.deny("more than " + MOST + " connections at a time");
            return false;
        }
        clients.add(client);
        return true;
    }

    /** Has a client and a broker speak to each other until one of them goes, or what they say cannot be followed. */
    void join(Socket client, DataOutputStream toClient, Socket upstream, Conversation conversation) throws IOException {
        upstreams.add(upstream);
        DataOutputStream toBroker = Frames.output(upstream.getOutputStream());
        Background.start("tap", () -> pump(client, upstream, () -> Frames.copy(client.getInputStream(), toBroker, room,
                conversation::request, () -> { })));
        Background.start("tap", () -> pump(client, upstream, () -> Frames.copy(upstream.getInputStream(), toClient, room,
                conversation::response, conversation::responded)));
    }

    private interface Copying {
        void run() throws IOException;
    }

    private void pump(Socket client, Socket upstream, Copying copying) {
        try {
            copying.run();
        } catch (IOException e) {
            // one side has gone, or is to go; the other is told by the close below
            return;
        } catch (RuntimeException | Error trouble) {
            failed.accept(trouble);
        } finally {
            closeQuietly(List.of(client, upstream));
            clients.remove(client);
            upstreams.remove(upstream);
        }
    }

    /** Ends a connection whose broker is down. */
    void turnAway(Socket client) {
        closeQuietly(List.of(client));
        clients.remove(client);
    }

    /** Ends all of them. */
    void close() {
        closeQuietly(clients);
        closeQuietly(upstreams);
    }

    static void closeQuietly(Collection<? extends AutoCloseable> all) {
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                // closed is what it should be
                continue;
            }
        }
    }
}

package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.kafka.common.utils.Utils;
import workshop.process.Background;

/** An address of a broker that nobody listens at before it is opened; what comes there goes on to the broker, byte by byte. */
final class Forwarder implements AutoCloseable {

    private final String broker;
    private final int port;
    private volatile ServerSocket door;
    private volatile boolean connected;

    /** Takes where the broker is. */
    Forwarder(String broker) throws IOException {
        this.broker = broker;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    /** Returns the address. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** Returns whether anybody has connected to it. */
    boolean hasConnected() {
        return connected;
    }

    /** Lets clients in from now on. */
    void open() {
        try {
            door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Background.start("forwarder", this::accept);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                connected = true;
                Socket there = new Socket(Utils.getHost(broker), Utils.getPort(broker));
                Background.start("forwarder, questions", () -> pass(client, there));
                Background.start("forwarder, answers", () -> pass(there, client));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        if (door != null) {
            door.close();
        }
    }
}

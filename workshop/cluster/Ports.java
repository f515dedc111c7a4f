package workshop.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.IntStream;

/**
 * The ports of one cluster on this machine. They come in slots of ten; the first port of a slot is held open as long as the
 * process lives, so that no two clusters share a slot, and a broker that was stopped finds its port free again. The
 * slots lie below the range from which systems take the ports of outgoing connections.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int SLOTS = 1_000;
    private static final int SLOT_SIZE = 10;

    private final ServerSocket lease;
    private final int[] brokers;

    private Ports(ServerSocket lease, int[] brokers) {
        this.lease = lease;
        this.brokers = brokers;
    }

    /**
     * Takes a slot whose ports are all free; this process has it until it ends.
     *
     * @param fixed the ports of the brokers, or none for those of the slot
     * @throws IOException where no slot is free
     */
    public static Ports claim(int... fixed) throws IOException {
        int start = (int) (ProcessHandle.current().pid() % SLOTS);
        for (int i = 0; i < SLOTS; i++) {
            int base = FIRST + (start + i) % SLOTS * SLOT_SIZE;
            ServerSocket lease = listen(base);
            if (lease != null) {
                if (IntStream.range(base + 1, base + 1 + 2 * BrokerSettings.BROKERS).allMatch(Ports::isFree)) {
                    int[] brokers = fixed.length > 0 ? fixed : count(base + 1);
                    return new Ports(lease, brokers);
                }
                lease.close();
            }
        }
        throw new IOException("no free ports between " + FIRST + " and " + (FIRST + SLOTS * SLOT_SIZE));
    }

    /** Returns the port of each broker, broker 1 first. */
    public int[] brokers() {
        return brokers;
    }

    /** Returns the port of each controller, the one of broker 1 first. */
    public int[] controllers() {
        return count(lease.getLocalPort() + 1 + BrokerSettings.BROKERS);
    }

    /** Returns whether somebody listens at a port of this machine. */
    public static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int[] count(int first) {
        return IntStream.range(first, first + BrokerSettings.BROKERS).toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            return null;
        }
    }
}

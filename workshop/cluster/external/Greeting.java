package workshop.cluster.external;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.utils.Utils;

/** The first question of every client, by which is found out who listens at an address. */
public final class Greeting {

    // the first version of the question: every broker takes it, before it asks who somebody is
    private static final short VERSION = 0;
    private static final int NUMBER = 4711;
    // the answer is a list of some eighty requests
    private static final int LONGEST = 64 * 1024;

    private Greeting() {
    }

    /**
     * Returns why no broker can be spoken to at an address, in a sentence; nothing where one answers.
     *
     * @param address {@code host:port}
     * @param atMost  how long to wait for a connection, and for an answer
     */
    public static Optional<String> trouble(String address, Duration atMost) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Utils.getHost(address), Utils.getPort(address)), (int) atMost.toMillis());
            socket.setSoTimeout((int) atMost.toMillis());
            return isBroker(socket) ? Optional.empty() : Optional.of("what listens at " + address + " does not speak Kafka's protocol: "
                    + "it is another service, or a broker that wants TLS, which the workshop does not use.");
        } catch (UnknownHostException e) {
            return Optional.of("there is no host of the name " + Utils.getHost(address) + ".");
        } catch (SocketTimeoutException e) {
            return Optional.of("whoever is at " + address + " does not answer within " + atMost.toSeconds() + " s.");
        } catch (IOException e) {
            return Optional.of("no broker answers at " + address + ": " + e.getMessage() + ".");
        }
    }

    /** Returns whether the machine at an address says that nobody listens there. */
    static boolean isRefused(String address, Duration atMost) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Utils.getHost(address), Utils.getPort(address)), (int) atMost.toMillis());
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException otherTrouble) {
            return false;
        }
    }

    private static boolean isBroker(Socket socket) throws SocketTimeoutException {
        try {
            return answers(socket);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException hungUp) {
            // who does not know the question
            return false;
        }
    }

    private static boolean answers(Socket socket) throws IOException {
        ByteBuffer question = new ApiVersionsRequest.Builder(VERSION).build(VERSION)
                .serializeWithHeader(new RequestHeader(ApiKeys.API_VERSIONS, VERSION, "workshop", NUMBER));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(question.remaining());
        out.write(question.array(), question.arrayOffset() + question.position(), question.remaining());
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        return length > 0 && length < LONGEST && in.readInt() == NUMBER;
    }
}

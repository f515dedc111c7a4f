package workshop.evidence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.utils.Utils;

/** A connection to one broker, for what no public client asks: a request, then its answer. */
final class BrokerConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket = new Socket();

    /** Connects to a broker by {@code host:port}. */
    BrokerConnection(String address) throws IOException {
        socket.connect(new InetSocketAddress(Utils.getHost(address), Utils.getPort(address)), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /** Sends a request and returns its answer. */
    AbstractResponse ask(AbstractRequest request) throws IOException {
        RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "workshop", 1);
        ByteBuffer bytes = request.serializeWithHeader(header);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

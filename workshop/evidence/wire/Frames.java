package workshop.evidence.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The frames of Kafka's protocol: four bytes of length, then a request or a response. */
final class Frames {

    // what a broker takes, socket.request.max.bytes: the first bytes of TLS read as a length are more
    private static final int LIMIT = 100 * 1024 * 1024;

    /** Sees each frame and returns what is to be sent on in its place. */
    interface Filter {
        ByteBuffer apply(ByteBuffer frame);
    }

    private Frames() {
    }

    /** Copies frames until the input ends. */
    static void copy(InputStream from, OutputStream to, Filter filter) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(to));
        while (true) {
            byte[] frame;
            try {
                int length = in.readInt();
                if (length < 0 || length > LIMIT) {
                    throw new IOException("no frame of Kafka's protocol");
                }
                frame = new byte[length];
            } catch (EOFException end) {
                return;
            }
            in.readFully(frame);
            ByteBuffer sent;
            try {
                sent = filter.apply(ByteBuffer.wrap(frame));
            } catch (RuntimeException unknown) {
                // a version that these classes cannot read: the broker may
                sent = ByteBuffer.wrap(frame);
            }
            out.writeInt(sent.remaining());
            out.write(sent.array(), sent.arrayOffset() + sent.position(), sent.remaining());
            out.flush();
        }
    }
}

package workshop.evidence.wire;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The frames of Kafka's protocol: four bytes of length, then a request or a response. */
final class Frames {

    // what a broker takes, socket.request.max.bytes: the first bytes of TLS read as a length are more
    private static final int LIMIT = 100 * 1024 * 1024;

    /** Sees each frame and returns what is to be sent on in its place: usually one frame, or none. */
    interface Filter {
        List<ByteBuffer> apply(ByteBuffer frame);
    }

    private Frames() {
    }

    /**
     * Copies frames until the input ends.
     *
     * @param sent hears of each frame once it is on its way
     */
    static void copy(InputStream from, DataOutputStream out, Filter filter, Runnable sent) throws IOException {
        DataInputStream in = new DataInputStream(from);
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
            List<ByteBuffer> passed;
            try {
                passed = filter.apply(ByteBuffer.wrap(frame));
            } catch (RuntimeException unknown) {
                // a version that these classes cannot read: the broker may
                passed = List.of(ByteBuffer.wrap(frame));
            }
            for (ByteBuffer each : passed) {
                write(each, out);
            }
            sent.run();
        }
    }

    /** Returns what frames are written to. */
    static DataOutputStream output(OutputStream to) {
        return new DataOutputStream(new BufferedOutputStream(to));
    }

    /** Writes a frame with its length before it; it is on its way when this returns. */
    static void write(ByteBuffer frame, DataOutputStream out) throws IOException {
        synchronized (out) {
            out.writeInt(frame.remaining());
            out.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
            out.flush();
        }
    }
}

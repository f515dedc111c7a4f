package workshop.evidence.wire;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The frames of Kafka's protocol: four bytes of length, then a request or a response. */
final class Frames {

    // what a broker takes, socket.request.max.bytes: the first bytes of TLS read as a length are more
    private static final int LIMIT = 100 * 1024 * 1024;
    private static final int FIRST = 8 * 1024;

    /** Sees each frame and returns what is to be sent on in its place: usually one frame, or none. */
    interface Filter {
        /** Throws an {@link IOException} where the connection is to end, anything else where the tap is in trouble. */
        List<ByteBuffer> apply(ByteBuffer frame) throws IOException;
    }

    private Frames() {
    }

    /**
     * Copies frames until the input ends. Nothing of a frame is sent on whose filter throws.
     *
     * @param room where the bytes of a frame are counted as long as it is in hand
     * @param sent hears of each frame once it is on its way
     */
    static void copy(InputStream from, DataOutputStream out, Room room, Filter filter, Runnable sent) throws IOException {
        DataInputStream in = new DataInputStream(from);
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException end) {
                return;
            }
            if (length < 0 || length > LIMIT) {
                throw new IOException("no frame of Kafka's protocol");
            }
            try (Room.Share share = room.share()) {
                for (ByteBuffer each : filter.apply(ByteBuffer.wrap(read(in, length, share)))) {
                    write(each, out);
                }
            }
            sent.run();
        }
    }

    // as the bytes come, for the length is only a promise
    private static byte[] read(DataInputStream in, int length, Room.Share share) throws IOException {
        byte[] frame = new byte[0];
        while (frame.length < length) {
            int there = frame.length;
            int next = (int) Math.min(length, Math.max(FIRST, 2L * there));
            // there is always room for a small one: those of other connections go on
            if (next > FIRST) {
                share.take(next - there);
            }
            frame = Arrays.copyOf(frame, next);
            in.readFully(frame, there, next - there);
        }
        return frame;
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

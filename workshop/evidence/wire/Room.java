package workshop.evidence.wire;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that the frames of one program may take at a time, on all its connections together. */
final class Room {

    // one frame of the largest kind, and the many small ones beside it
    private static final long BYTES = 128L * 1024 * 1024;

    private final AtomicLong taken = new AtomicLong();
    private final Traffic traffic;

    Room(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Returns the share of a frame that is about to come; closed when the frame is no longer in hand. */
    Share share() {
        return new Share();
    }

    /** What one frame takes. */
    final class Share implements AutoCloseable {

        private long own;

        /** Takes so many bytes more; throws where there is no room left. */
        void take(int more) throws IOException {
            own += more;
            if (taken.addAndGet(more) > BYTES) {
                traffic.deny("more than " + BYTES / 1024 / 1024 + " MB on their way at a time");
                throw new IOException("no room for more");
            }
        }

        @Override
        public void close() {
            taken.addAndGet(-own);
        }
    }
}

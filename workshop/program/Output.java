package workshop.program;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program has printed so far on one of its streams, line by line; at most a million bytes of it. The stream is a
 * file, not a pipe: what a program has printed before it asks a broker for something is there to be read when the broker is
 * asked, however busy the machine is.
 */
public final class Output {

    /** How many bytes are kept, and how many a program may print before it counts as flooding. */
    static final int LIMIT = 1_000_000;

    private final Path file;
    // not a channel, which an interrupt of the reading thread would close
    private final FileInputStream in;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];
    private int length;
    private int dumps;
    private boolean ended;

    /** Takes a file that a program writes to. */
    Output(Path file) throws IOException {
        this.file = file;
        this.in = new FileInputStream(file.toFile());
    }

    /** Returns the lines that the program has printed by now, without what its JVM was asked to tell; the last one may be unfinished. */
    public synchronized List<String> lines() {
        List<String> all = withDumps();
        return dumps == 0 ? all : ThreadDump.without(all, ThreadDump.count(all) < dumps);
    }

    /** Has it known that the JVM prints so many {@link ThreadDump}s more among the lines from now on. */
    synchronized void expectDumps(int more) {
        dumps += more;
    }

    /** Returns the lines that are printed by now, whoever has printed them. */
    synchronized List<String> withDumps() {
        read();
        List<String> copy = new ArrayList<>(lines);
        if (unfinished.size() > 0) {
            copy.add(unfinished.toString(StandardCharsets.UTF_8));
        }
        return copy;
    }

    /** Returns all of it as one text. */
    public String text() {
        return String.join("\n", lines());
    }

    /** Returns whether the program has printed more than it may. */
    synchronized boolean isFlood() {
        read();
        return length > LIMIT;
    }

    /** Reads what is left; nothing that is printed later is seen, and the file may go. */
    synchronized void end() {
        read();
        ended = true;
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }

    private void read() {
        try {
            for (int n = 0; !ended && length <= LIMIT && n >= 0; n = in.read(buffer)) {
                add(n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void add(int n) {
        length += n;
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                lines.add(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else if (buffer[i] != '\r') {
                unfinished.write(buffer[i]);
            }
        }
    }
}

package workshop.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import workshop.process.Background;

/** What a program has printed so far on one of its streams, line by line; at most a million characters of it. */
public final class Output {

    /** How many characters are kept, and how many a program may print before it counts as flooding. */
    static final int LIMIT = 1_000_000;

    private final List<String> lines = new ArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private final Thread reader;
    private int length;

    Output(InputStream stream, Runnable onFlood) {
        reader = Background.start("program-output", () -> read(stream, onFlood));
    }

    /** Returns the lines so far; the last one may be unfinished. */
    public synchronized List<String> lines() {
        List<String> copy = new ArrayList<>(lines);
        if (!unfinished.isEmpty()) {
            copy.add(unfinished.toString());
        }
        return copy;
    }

    /** Returns all of it as one text. */
    public String text() {
        return String.join("\n", lines());
    }

    /** Waits until the program has closed the stream, which its children may hold open longer than itself. */
    void awaitEnd(long millis) throws InterruptedException {
        reader.join(millis);
    }

    private void read(InputStream stream, Runnable onFlood) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            char[] buffer = new char[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!add(buffer, n)) {
                    onFlood.run();
                    return;
                }
            }
        } catch (IOException e) {
            // the process was killed: what came is what there is
            return;
        }
    }

    private synchronized boolean add(char[] buffer, int n) {
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                lines.add(unfinished.toString());
                unfinished.setLength(0);
            } else if (buffer[i] != '\r') {
                unfinished.append(buffer[i]);
            }
        }
        length += n;
        return length <= LIMIT;
    }
}

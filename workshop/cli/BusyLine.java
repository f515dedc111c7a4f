package workshop.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A last line on standard error that says what goes on, and makes way for all that anybody prints there. */
final class BusyLine extends FilterOutputStream {

    private static final String CLEAR = "\r\u001b[2K";

    private String shown = "";

    private BusyLine(OutputStream out) {
        super(out);
    }

    /** Returns the line of standard error, which goes through it from now on. */
    static BusyLine onStandardError() {
        BusyLine line = new BusyLine(System.err);
        System.setErr(new PrintStream(line, true, StandardCharsets.UTF_8));
        return line;
    }

    /** Shows a text in place of the line; an empty one takes the line away. */
    synchronized void show(String text) {
        try {
            out.write((CLEAR + text).getBytes(StandardCharsets.UTF_8));
            out.flush();
            shown = text;
        } catch (IOException e) {
            // nobody reads it
            shown = "";
        }
    }

    /** Returns what it shows, or an empty text. */
    synchronized String shown() {
        return shown;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        makeWay();
        out.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        makeWay();
        out.write(bytes, offset, length);
    }

    private void makeWay() throws IOException {
        if (!shown.isEmpty()) {
            shown = "";
            out.write(CLEAR.getBytes(StandardCharsets.UTF_8));
        }
    }
}

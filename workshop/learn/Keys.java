package workshop.learn;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jline.utils.NonBlockingReader;

/** The keys that are typed at a terminal: letters as they are, and others by a number of their own. */
final class Keys {

    static final int UP = 0x10000;
    static final int DOWN = 0x10001;
    static final int ENTER = 0x10002;
    static final int PAGE_UP = 0x10003;
    static final int PAGE_DOWN = 0x10004;
    static final int OTHER = 0x10005;
    static final int ESCAPE = 27;
    static final int CTRL_C = 3;
    static final int CTRL_Z = 26;

    private final NonBlockingReader reader;
    private final boolean byLine;
    private final InputStream typed = new FileInputStream(FileDescriptor.in);

    /**
     * Takes where they come from.
     *
     * @param byLine whether a key comes only when Enter was typed after it
     */
    Keys(NonBlockingReader reader, boolean byLine) {
        this.reader = reader;
        this.byLine = byLine;
    }

    /** Waits for the next key and returns it, or a negative number where no more will come. */
    int next() throws IOException {
        int key = reader.read();
        if (byLine) {
            // the first letter of a line is the key; the end of the line is its own only where there is no letter
            for (int rest = key; rest >= 0 && rest != '\n'; rest = reader.read()) {
                continue;
            }
        }
        if (key == '\r' || key == '\n') {
            return ENTER;
        }
        return key == ESCAPE ? special() : key;
    }

    // a key that is no letter comes as several bytes at once, the first of them that of Esc
    private int special() throws IOException {
        // not a read with a time-out: that would go on behind, and take a key from a program that has the terminal
        if (reader.available() == 0 && typed.available() == 0) {
            return ESCAPE;
        }
        int next = reader.read();
        if (next != '[' && next != 'O') {
            return next;
        }
        int parameter = 0;
        int last = reader.read();
        while (last >= 0 && last < '@') {
            parameter = Character.isDigit(last) ? parameter * 10 + last - '0' : parameter;
            last = reader.read();
        }
        return switch (last) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case '~' -> parameter == 5 ? PAGE_UP : parameter == 6 ? PAGE_DOWN : OTHER;
            default -> OTHER;
        };
    }

    /** Waits for a line that is ended by Enter, and returns it without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = reader.read(); letter >= 0 && letter != '\n' && letter != '\r'; letter = reader.read()) {
            line.append((char) letter);
        }
        return line.toString();
    }
}

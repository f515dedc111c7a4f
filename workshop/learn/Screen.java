package workshop.learn;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import workshop.process.Background;
import workshop.process.CtrlC;
import workshop.process.CtrlZ;
import workshop.process.Tty;

/** The learner's terminal: shows one page after the other, and tells of keys. */
final class Screen implements AutoCloseable {

    static final int UP = 0x10000;
    static final int DOWN = 0x10001;
    static final int ENTER = 0x10002;
    static final int CTRL_C = 3;
    static final int CTRL_Z = 26;

    private static final int ESCAPE = 27;
    private static final int NARROW = 20;
    private static final int USUAL = 80;
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String REST = "\u001b[J";
    private static final String ALL = "\u001b[2J";
    // no colour, and a cursor: a program that was ended in the middle may have left it otherwise
    private static final String USUAL_LOOK = "\u001b[0m\u001b[?25h";

    private final Terminal terminal;
    private final Attributes cooked;
    private final BlockingQueue<Event> news;
    // one key is read at a time, so that none is taken from a program that has the terminal meanwhile
    private final Semaphore wanted = new Semaphore(1);
    private List<String> shown = List.of();

    /**
     * Takes the terminal of this process.
     *
     * @param news hears of keys, and when the window's size has changed
     * @throws IOException where there is none
     */
    Screen(BlockingQueue<Event> news) throws IOException {
        this.news = news;
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        // elsewhere stty does all that is needed, without a native library
        terminal = TerminalBuilder.builder().system(true).dumb(true).provider(windows ? "jni" : "exec").build();
        cooked = terminal.getAttributes();
        takeKeys();
        terminal.handle(Signal.WINCH, signal -> news.add(new Event.Changed()));
        Background.start("keys", this::read);
    }

    // each key for itself, Ctrl-C and Ctrl-Z too: so the one ends the session also where the shell has SIGINT ignored
    private void takeKeys() {
        terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
    }

    /** Returns whether it shows colour, can be painted anew, and gives each key at once; another one gives lines. */
    boolean isCapable() {
        return !terminal.getType().startsWith("dumb");
    }

    /** Returns how many columns it has. */
    int columns() {
        int columns = terminal.getColumns();
        return columns <= 0 ? Tty.columns().orElse(USUAL) : Math.max(NARROW, columns);
    }

    /** Shows a page in place of the one before. */
    void show(List<String> page) {
        PrintWriter out = terminal.writer();
        if (!isCapable()) {
            // what is on it already stays; a page that goes on where the last one ended is not told twice
            boolean goesOn = page.size() >= shown.size() && page.subList(0, shown.size()).equals(shown);
            page.subList(goesOn ? shown.size() : 0, page.size()).forEach(out::println);
        } else {
            boolean fits = page.size() < terminal.getRows();
            out.print(fits ? HOME : HOME + ALL);
            for (int line = 0; line < page.size(); line++) {
                out.print((line > 0 ? "\r\n" : "") + page.get(line) + END_OF_LINE);
            }
            out.print(REST);
        }
        out.flush();
        shown = List.copyOf(page);
    }

    /**
     * Lets something else have the terminal as it was, with its keys, Ctrl-C and Ctrl-Z among them, and takes it back.
     *
     * @param stopping is done when Ctrl-Z was typed meanwhile, before this process stops too
     */
    void lend(CtrlC.Work what, Runnable stopping) throws IOException, InterruptedException {
        give(isCapable() ? HOME + ALL : "\n");
        try {
            CtrlZ.stopsThisTooDuring(() -> CtrlC.endsOthersDuring(what), stopping, () -> news.add(new Event.Continued()));
        } finally {
            takeBack();
        }
    }

    /** Gives the terminal back to the shell, as Ctrl-Z does, until the shell has this process go on. */
    void suspend() throws InterruptedException {
        give("\r\n");
        try {
            CtrlZ.stopGroup();
        } finally {
            takeBack();
        }
    }

    private void give(String last) {
        terminal.writer().print(last);
        terminal.writer().flush();
        terminal.setAttributes(cooked);
    }

    private void takeBack() {
        takeKeys();
        if (isCapable()) {
            terminal.writer().print(USUAL_LOOK);
        }
        shown = List.of();
    }

    /** Tells a line after what is on the screen, which stays. */
    void tell(String line) {
        terminal.writer().print("\r\n" + line + "\r\n");
        terminal.writer().flush();
    }

    /** Has the next key told. */
    void wantKey() {
        wanted.release();
    }

    private void read() {
        NonBlockingReader reader = terminal.reader();
        try {
            while (true) {
                wanted.acquire();
                int key = key(reader);
                if (key < 0) {
                    news.add(new Event.Over(""));
                    return;
                }
                news.add(new Event.Typed(key));
            }
        } catch (IOException gone) {
            news.add(new Event.Over(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int key(NonBlockingReader reader) throws IOException {
        int key = reader.read();
        if (!isCapable()) {
            // the first letter of a line is the key; the end of the line is its own only where there is no letter
            for (int rest = key; rest >= 0 && rest != '\n'; rest = reader.read()) {
                continue;
            }
        }
        if (key == '\r' || key == '\n') {
            return ENTER;
        }
        if (key != ESCAPE) {
            return key;
        }
        int next = reader.read();
        if (next != '[' && next != 'O') {
            return next;
        }
        int last = reader.read();
        while (last >= 0 && last < '@') {
            last = reader.read();
        }
        return last == 'A' ? UP : last == 'B' ? DOWN : 0;
    }

    @Override
    public void close() throws IOException {
        PrintWriter out = terminal.writer();
        out.println();
        out.flush();
        terminal.setAttributes(cooked);
        terminal.close();
    }
}

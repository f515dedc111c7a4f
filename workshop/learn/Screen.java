package workshop.learn;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import workshop.process.Background;
import workshop.process.CtrlC;
import workshop.process.CtrlZ;
import workshop.process.Tty;

/** The learner's terminal: shows one page after the other, and tells of keys. */
final class Screen implements AutoCloseable {

    private static final int NARROW = 20;
    private static final int USUAL = 80;
    private static final int USUAL_ROWS = 24;
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String REST = "\u001b[J";
    private static final String ALL = "\u001b[2J";
    // a screen of its own, on which the mouse wheel types arrow keys; what was on the terminal before is there again after it
    private static final String APART = "\u001b[?1049h\u001b[?1007h";
    private static final long CLOSED_MS = 200;
    private static final String BACK = "\u001b[?1007l\u001b[?1049l";
    // no colour, and a cursor: a program that was ended in the middle may have left it otherwise
    private static final String USUAL_LOOK = "\u001b[0m\u001b[?25h";

    private final Terminal terminal;
    private final Attributes cooked;
    private final BlockingQueue<Event> news;
    // one key is read at a time, so that none is taken from a program that has the terminal meanwhile
    private final Semaphore wanted = new Semaphore(1);
    private final Keys keys;
    private List<String> shown = List.of();
    private boolean apart;

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
        keys = new Keys(terminal.reader(), !isCapable());
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

    /** Returns how many columns of it are used: not the last one, which is cleared with the rest of a line that ends there. */
    int columns() {
        int columns = terminal.getColumns();
        return (columns <= 0 ? Tty.columns().orElse(USUAL) : Math.max(NARROW, columns)) - 1;
    }

    /** Returns how many rows it has. */
    int rows() {
        int rows = terminal.getRows();
        return rows <= 0 ? USUAL_ROWS : rows;
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
        give("\n");
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
        terminal.writer().print((apart ? BACK : "") + last);
        apart = false;
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

    /**
     * Asks what a program is to be given, where it takes something, while the terminal is lent; Enter alone leaves what is
     * offered.
     */
    RunSettings ask(RunSettings offered) throws IOException {
        RunSettings chosen = offered;
        if (offered.takesArguments()) {
            chosen = chosen.withArguments(answer("Arguments: " + offered.choices() + " [" + offered.arguments() + "] "));
        }
        if (offered.input().isPresent()) {
            chosen = chosen.withInput(answer("Input from the file [" + offered.input().get() + "] "));
        }
        return chosen;
    }

    private String answer(String question) throws IOException {
        terminal.writer().print(question);
        terminal.writer().flush();
        return keys.line();
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
        try {
            while (true) {
                wanted.acquire();
                int key = keys.next();
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

    private void closeTerminal() {
        try {
            terminal.close();
        } catch (IOException gone) {
            return;
        }
    }

    @Override
    public void close() {
        give("\n");
        // closing it waits until a key is typed that is being read; begun once, it is not waited for when the process ends either
        CompletableFuture.runAsync(this::closeTerminal, Background.executor("terminal"))
                .completeOnTimeout(null, CLOSED_MS, TimeUnit.MILLISECONDS).join();
    }
}

package workshop.selftest;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Assertions;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.Owned;

/** A command at a terminal of its own, made by {@code script}, with the screen as a person would see it. */
final class PseudoTerminal implements AutoCloseable {

    // while nothing changes on the screen, and in all
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Process script;
    private final ScreenTerminal screen;
    private final int columns;
    private final int rows;

    /** Starts a command at a terminal of this size; its environment, folder and words are the builder's. */
    PseudoTerminal(ProcessBuilder command, int columns, int rows) throws IOException {
        this.columns = columns;
        this.rows = rows;
        this.screen = new ScreenTerminal(columns, rows);
        String line = command.command().stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
        command.command("script", "-qefc", "stty cols " + columns + " rows " + rows + "; exec " + line, "/dev/null");
        command.environment().putIfAbsent("TERM", "xterm-256color");
        this.script = Owned.start(command.redirectErrorStream(true));
        Background.start("screen", this::read);
    }

    private void read() {
        char[] buffer = new char[4096];
        try (Reader output = new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                screen.write(String.valueOf(buffer, 0, count));
            }
        } catch (IOException gone) {
            return;
        }
    }

    /** Types keys. */
    void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        script.getOutputStream().flush();
    }

    /** Returns what is on the screen, without the blanks at the end of lines and of the screen. */
    String text() {
        long[] cells = new long[columns * rows];
        screen.dump(cells, null);
        List<String> lines = Arrays.asList(new String[rows]);
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int letter = ScreenTerminal.cellCodePoint(cells[row * columns + column]);
                line.appendCodePoint(letter == 0 ? ' ' : letter);
            }
            lines.set(row, line.toString().stripTrailing());
        }
        return String.join("\n", lines).stripTrailing();
    }

    /** Waits until the screen shows what is expected, as long as something changes there, and returns it. */
    String await(String what, Predicate<String> expected) {
        AtomicReference<String> last = new AtomicReference<>("");
        AtomicLong changed = new AtomicLong(System.nanoTime());
        boolean decided = Wait.holdsWithin(LONGEST, () -> {
            String now = text();
            if (!now.equals(last.getAndSet(now))) {
                changed.set(System.nanoTime());
            }
            return expected.test(now) || System.nanoTime() - changed.get() > PATIENCE.toNanos();
        });
        if (!decided || !expected.test(last.get())) {
            Assertions.fail("the screen does not show " + what + ":\n" + last);
        }
        return last.get();
    }

    /** Returns the process, which ends with the command's exit code. */
    Process process() {
        return script;
    }

    @Override
    public void close() {
        Owned.kill(script);
    }
}

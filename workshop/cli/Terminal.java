package workshop.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import workshop.process.Printable;
import workshop.process.Tty;
import workshop.verdict.Style;

/** What the commands print on, and what the reader's terminal can show. */
public final class Terminal {

    /** Exit code for an unknown lesson or a bad option. */
    static final int USAGE = 2;

    /** Standard output, in UTF-8 whatever the system's own encoding is. */
    public static final PrintStream OUT = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    private static final BusyLine BUSY = BusyLine.onStandardError();

    private Terminal() {
    }

    /** Returns whether to print in colour: at a terminal that has it, unless the reader asked for none. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return Tty.isInteractive() && (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** Returns how text stands there: in lines as long as the variable COLUMNS says, and not too long to read. */
    static Style style() {
        return new Style(colour(), Tty.columns().orElse(Style.WIDTH));
    }

    /** Shows a person at a terminal that something goes on, in a line that goes with whatever is told next. */
    static void busy(String what) {
        if (colour()) {
            BUSY.show(what);
        }
    }

    /** Tells a line beside the results, on standard error; what goes on is shown again after it. */
    static void note(String line) {
        String goesOn = BUSY.shown();
        System.err.println(Printable.text(line));
        busy(goesOn);
    }

    /** Says in a line why a command cannot be carried out, and returns the exit code for that. */
    public static int usage(String message) {
        System.err.println(Printable.text(message));
        return USAGE;
    }
}

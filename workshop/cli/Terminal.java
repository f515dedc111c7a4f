package workshop.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import workshop.process.Tty;

/** What the commands print on, and what the reader's terminal can show. */
final class Terminal {

    /** Exit code for an unknown lesson or a bad option. */
    static final int USAGE = 2;

    /** Standard output, in UTF-8 whatever the system's own encoding is. */
    static final PrintStream OUT = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true,
            StandardCharsets.UTF_8);

    private static String busyWith = "";

    private Terminal() {
    }

    /** Returns whether to print in colour: at a terminal that has it, unless the reader asked for none. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return Tty.isInteractive() && (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** Shows a person at a terminal that something goes on, in a line that the next call takes away. */
    static synchronized void busy(String what) {
        busyWith = what;
        if (colour()) {
            System.err.print("\r\u001b[2K" + what);
        }
    }

    /** Tells a line beside the results, on standard error. */
    static synchronized void note(String line) {
        String was = busyWith;
        busy("");
        System.err.println(line);
        busy(was);
    }

    /** Says in a line why a command cannot be carried out, and returns the exit code for that. */
    static int usage(String message) {
        System.err.println(message);
        return USAGE;
    }
}

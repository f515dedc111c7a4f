package workshop.process;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.OptionalInt;

/** The terminal, where there is one. */
public final class Tty {

    private Tty() {
    }

    /** Returns whether a person reads what this process prints, and types what it reads. */
    public static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Java 22 to 24 have a console without a terminal too, and a method that tells the difference
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** Returns how many columns the variable COLUMNS gives the terminal, for where the terminal itself is not asked. */
    public static OptionalInt columns() {
        String said = System.getenv("COLUMNS");
        return said == null || !said.matches("[1-9][0-9]{1,3}") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(said));
    }
}

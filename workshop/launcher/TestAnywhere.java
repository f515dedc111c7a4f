///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//SOURCES Anywhere.java
package workshop.launcher;

import java.util.stream.Stream;

/** The command {@code test} where there is no clone: a script of its own, as in a clone it is another one than the tool. */
public final class TestAnywhere {

    private TestAnywhere() {
    }

    /** Runs the command with these arguments, and ends with its exit code. */
    public static void main(String[] args) throws InterruptedException {
        Anywhere.main(Stream.concat(Stream.of("test"), Stream.of(args)).toArray(String[]::new));
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//SOURCES Anywhere.java
package workshop.launcher;

import java.util.stream.Stream;

/** The command {@code mutate} where there is no clone: a script of its own, as in a clone it is another one than the tool. */
public final class MutateAnywhere {

    private MutateAnywhere() {
    }

    /** Runs the command with these arguments, and ends with its exit code. */
    public static void main(String[] args) throws InterruptedException {
        Anywhere.main(Stream.concat(Stream.of("mutate"), Stream.of(args)).toArray(String[]::new));
    }
}

package workshop.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java that this process runs on, to start others with. */
public final class Java {

    private Java() {
    }

    /** Returns the path of the {@code java} command. */
    public static String executable() {
        return executable(Path.of(System.getProperty("java.home")));
    }

    /** Returns the path of the {@code java} command of a Java home. */
    public static String executable(Path home) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return home.resolve("bin").resolve(windows ? "java.exe" : "java").toString();
    }

    /** Returns the jar with the workshop's own classes, the first of this process's class path. */
    public static String ownJar() {
        return System.getProperty("java.class.path").split(File.pathSeparator)[0];
    }

    /** Returns a command line of this Java with a small garbage collector and no trace in the temporary folder. */
    public static List<String> command(String... arguments) {
        return command(executable(), List.of(arguments));
    }

    /** Returns a command line as {@link #command(String...)} does, of a JVM that no other process can attach to. */
    public static List<String> ownCommand(String... arguments) {
        return command(executable(), Stream.concat(Stream.of("-XX:+DisableAttachMechanism"), Stream.of(arguments)).toList());
    }

    /** Returns a command line as {@link #command(String...)} does, for another {@code java} command. */
    public static List<String> command(String executable, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable);
        // a second collector would keep the JVM from starting
        if (arguments.stream().noneMatch(argument -> argument.matches("-XX:\\+Use.*GC"))) {
            command.add("-XX:+UseSerialGC");
        }
        // else each process writes a file into a folder hsperfdata_USER that stays
        command.add("-XX:-UsePerfData");
        command.addAll(arguments);
        return command;
    }
}

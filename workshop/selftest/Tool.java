package workshop.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import workshop.process.Java;

/** The tool as a process of its own, without JBang before it. */
final class Tool {

    private Tool() {
    }

    /**
     * Returns the command that judges the solution of lesson 01.
     *
     * @param temp    the tool's temporary folder
     * @param cluster the kind of cluster to judge on
     */
    static ProcessBuilder check(Path temp, String cluster) {
        return command(temp, "check", "01", "--solution", "--cluster", cluster);
    }

    /**
     * Returns a command of the workshop, whose JVM has the options that JBang gives it.
     *
     * @param temp the tool's temporary folder
     */
    static ProcessBuilder command(Path temp, String... words) {
        List<String> command = new ArrayList<>(runtimeOptions());
        command.addAll(List.of("-Djava.io.tmpdir=" + temp, "-cp", System.getProperty("java.class.path"), "workshop.Workshop"));
        command.addAll(List.of(words));
        return new ProcessBuilder(Java.command(command.toArray(String[]::new)));
    }

    private static List<String> runtimeOptions() {
        String line = "//RUNTIME_OPTIONS ";
        try (Stream<String> lines = Files.lines(Path.of("workshop/Workshop.java"))) {
            return lines.filter(text -> text.startsWith(line))
                    .flatMap(text -> Stream.of(text.substring(line.length()).split(" "))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

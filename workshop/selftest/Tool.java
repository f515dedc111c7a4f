package workshop.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
     * Returns a command of the workshop.
     *
     * @param temp the tool's temporary folder
     */
    static ProcessBuilder command(Path temp, String... words) {
        List<String> command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temp,
                "-cp", System.getProperty("java.class.path"), "workshop.Workshop"));
        command.addAll(List.of(words));
        return new ProcessBuilder(Java.command(command.toArray(String[]::new)));
    }
}

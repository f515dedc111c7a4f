package workshop.script;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script that was built and can be run.
 *
 * @param source         the file that was built
 * @param jar            its classes
 * @param mainClass      the class to run
 * @param dependencies   the jars that it needs, in the order of its class path
 * @param runtimeOptions the options for the JVM that its {@code //RUNTIME_OPTIONS} lines name
 * @param javaHome       the Java that its {@code //JAVA} line asks for
 * @param preview        whether it asks for preview features
 */
public record Script(Path source, Path jar, String mainClass, List<Path> dependencies, List<String> runtimeOptions,
        Path javaHome, boolean preview) {

    /** Returns the class path of the dependencies alone. */
    public String dependencyPath() {
        return dependencies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Returns the class path to run it with: the dependencies first, as a class-data archive serves every class path
     * that begins with the one that it was made for.
     */
    public String classPath() {
        return Stream.concat(dependencies.stream(), Stream.of(jar)).map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}

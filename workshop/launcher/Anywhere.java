///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8 -XDignore.symbol.file -Xlint:all,-processing,-serial,-try
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+UseSerialGC -Xshare:auto
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//RUNTIME_OPTIONS "-Dworkshop.jbang=${sun.java.command:}"
//SOURCES Archive.java CacheLocation.java Courses.java Fetch.java Origin.java OwnFolder.java
package workshop.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sun.misc.Signal;

/**
 * A command of the workshop where there is no clone: {@code jbang check@OWNER/REPO 01 --file My.java}. It runs the tool of the
 * learner's own folder, else that of a copy in the cache, which is fetched the first time.
 *
 * <p>In a clone nothing of this runs: there {@code .jbang/jbang-catalog.json} leads from this script to the tool itself.
 */
public final class Anywhere {

    private static final int TROUBLE = 3;
    private static final String BEGIN = "three-brokers";
    private static final String LEARN = "learn";
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final Map<String, String> SCRIPTS = Map.of("test", "workshop/selftest/TestCommand.java",
            "bench", "workshop/bench/BenchCommand.java", "mutate", "workshop/mutate/MutateCommand.java");

    private Anywhere() {
    }

    /** Runs the command that the first argument names, with the others, and ends with its exit code. */
    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(run(args[0], List.of(args).subList(1, args.length)));
        } catch (Courses.NotThereException e) {
            fail(e.getMessage());
        } catch (Exception e) {
            fail("cannot make the folder " + OwnFolder.NAME + " here, or run its commands: " + e);
        }
    }

    private static int run(String command, List<String> arguments) throws Exception {
        Path here = Path.of("");
        Optional<OwnFolder> own = OwnFolder.at(here);
        boolean needsOwn = command.equals(BEGIN) || command.equals(LEARN);
        Path course;
        if (own.isPresent()) {
            course = own.get().root();
        } else {
            Origin origin = origin();
            course = new Courses(CacheLocation.path(), origin).kept();
            if (needsOwn) {
                own = Optional.of(OwnFolder.make(here, course, origin));
                course = own.get().root();
            }
        }
        if (command.equals(BEGIN)) {
            welcome(course);
            return System.console() == null ? 0 : start(course, own.isPresent(), LEARN, arguments);
        }
        return start(course, own.isPresent(), command, arguments);
    }

    /** Returns the repository that JBang ran this script from. */
    static Origin origin() throws Courses.NotThereException {
        return Origin.of(System.getProperty("workshop.jbang")).orElseThrow(() -> new Courses.NotThereException(
                "JBang does not tell which repository this came from. Type jbang three-brokers@OWNER/REPO, with a JBang that runs"
                        + " on Java."));
    }

    private static void welcome(Path course) {
        String launcher = WINDOWS ? "jbang" : "./jbang";
        System.out.println("""
                Three Brokers is in %s

                  cd %s
                  %-18s shows your next lesson and judges each save
                  %-18s all commands
                """.formatted(course, Path.of("").toAbsolutePath().relativize(course), launcher + " learn", launcher));
    }

    private static int start(Path course, boolean own, String command, List<String> arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(course.resolve(WINDOWS ? "jbang.cmd" : "jbang").toString(), "run",
                "-Dworkshop." + (own ? "own=" : "copy=") + course));
        Origin.of(System.getProperty("workshop.jbang")).ifPresent(origin -> line.add("-Dworkshop.from=" + origin.name()));
        String script = SCRIPTS.get(command);
        line.add(course.resolve(script == null ? "workshop/Workshop.java" : script).toString());
        if (script == null) {
            line.add(command);
        }
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        if (script != null) {
            builder.directory(course.toFile());
        }
        // at a terminal the command gets it, too, and knows what to do
        Signal.handle(new Signal("INT"), signal -> { });
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        return process.waitFor();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(String message) {
        System.err.println("three-brokers: " + message);
        System.exit(TROUBLE);
    }
}

package workshop.selftest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import workshop.process.CacheFolder;
import workshop.process.Owned;

/** Somebody with JBang and a JDK, and nothing of the workshop: no clone, empty caches, an empty folder. */
final class Stranger {

    // the first command builds the tool, on a machine that may have other work
    private static final int PATIENCE = 300;
    private static final int TO_END = 30;

    private final Path home;
    private final Path folder;

    /** Takes an empty folder, and the host that JBang was told to trust. */
    Stranger(Path home, PublicHost host) throws IOException {
        this.home = home;
        this.folder = Files.createDirectory(home.resolve("in any folder"));
        // what JBang notes where its question was answered with yes
        Path trusted = Files.createDirectory(home.resolve("jbang")).resolve("trusted-sources.json");
        Files.writeString(trusted, "[\"" + host.url() + "/\"]");
        jbang(Files.createDirectory(home.resolve("bin")));
    }

    /** Puts a command {@code jbang} into a folder, which runs the pinned JBang. */
    static void jbang(Path bin) throws IOException {
        Path jar = CacheFolder.path().resolve(LauncherMachine.JAR).toAbsolutePath();
        // as JBang's own script does
        LauncherMachine.script(bin.resolve("jbang"), """
                for tb_jsa in '%s'*.jsa; do :; done
                set -- -XX:+UseSerialGC -Xshare:auto -Xlog:disable "-XX:SharedArchiveFile=$tb_jsa" -jar '%s' "$@"
                out=$(java -XX:TieredStopAtLevel=1 "$@")
                code=$?
                [ $code -ne 255 ] || eval "exec $out"
                printf '%%s\\n' "$out"
                exit $code""".formatted(jar.toString().replace(".jar", ""), jar));
    }

    /** Has the tests built already that run now, and the archives by which brokers start quicker: nothing that a command needs. */
    void takeWhatSavesTime() throws IOException {
        Path built = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]).getParent();
        copy(built, home.resolve("jbang/cache/jars").resolve(built.getFileName()), ".jar");
        copy(CacheFolder.path(), cache(), ".jsa");
    }

    private static void copy(Path from, Path to, String ending) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Returns the folder in which commands are typed. */
    Path folder() {
        return folder;
    }

    /** Returns the names of what lies in that folder. */
    List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns the workshop's cache. */
    Path cache() {
        return home.resolve("cache");
    }

    /** Returns a start of JBang with these words, to be typed in that folder. */
    ProcessBuilder jbang(String... words) {
        return at(folder, Stream.concat(Stream.of(home.resolve("bin/jbang").toString()), Stream.of(words)).toArray(String[]::new));
    }

    /** Returns a command, to be typed in a folder. */
    ProcessBuilder at(Path where, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(where.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("THREE_BROKERS_") || name.startsWith("JBANG_"));
        environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("JBANG_DIR", home.resolve("jbang").toString());
        environment.put("JBANG_REPO", System.getProperty("user.home") + "/.m2/repository");
        environment.put("JBANG_NO_VERSION_CHECK", "true");
        environment.put("THREE_BROKERS_CACHE", cache().toString());
        environment.put("LC_ALL", "C.UTF-8");
        // the brokers are embedded ones
        environment.put("DOCKER_HOST", "unix:///nowhere");
        return builder;
    }

    /**
     * Runs a command that makes the course in that folder and begins a session, up to the verdict on lesson 01's script as it is, and
     * quits.
     *
     * @return the seconds from the start to the verdict
     */
    double firstVerdict(ProcessBuilder command) throws Exception {
        long begun = System.nanoTime();
        try (PseudoTerminal terminal = new PseudoTerminal(command, 80, 24)) {
            terminal.await("the session", text -> text.contains("each time you save it"));
            Path script = folder.resolve("three-brokers/lessons/01-first-producer/FirstProducer.java");
            Files.writeString(script, Files.readString(script) + "// saved\n");
            terminal.await("the verdict", text -> text.contains("0 of 6 passed"));
            double seconds = (System.nanoTime() - begun) / 1e9;
            terminal.type("q");
            Assertions.assertEquals(0, terminal.process().waitFor(), terminal.text());
            return seconds;
        }
    }

    /** Ends a command as its user does, so that it takes away what it has made; it has ended when this returns. */
    static void end(Process command) throws InterruptedException {
        command.destroy();
        if (!command.waitFor(TO_END, TimeUnit.SECONDS)) {
            Owned.kill(command);
        }
    }

    /** Runs JBang with these words to its end. */
    Launch.Run type(String... words) throws Exception {
        return run(jbang(words));
    }

    /** Runs a command to its end. */
    static Launch.Run run(ProcessBuilder command) throws Exception {
        Path noted = Owned.folder();
        Path out = noted.resolve("out");
        Path err = noted.resolve("err");
        Process process = Owned.start(command.redirectOutput(out.toFile()).redirectError(err.toFile()));
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            Owned.kill(process);
            Assertions.fail("still running: " + command.command() + "\n" + Files.readString(err));
        }
        return new Launch.Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}

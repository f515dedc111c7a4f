package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import workshop.process.CacheFolder;

/**
 * What the launcher finds on a machine: a cache and a home of its own, and stand-ins for the JDK and for a JBang on the path,
 * so that its tests need neither the network nor much time.
 */
final class LauncherMachine {

    /** The launcher. */
    static final Path LAUNCHER = root().resolve("jbang");

    /** The name of the pinned JBang in the cache. */
    static final String JAR = "jbang-0.132.1.jar";

    private final Path folder;
    private final Path cache;

    /** Takes an empty folder. */
    LauncherMachine(Path folder) throws IOException {
        this.folder = folder;
        this.cache = Files.createDirectory(folder.resolve("cache"));
    }

    /** Returns the cache. */
    Path cache() {
        return cache;
    }

    /** Returns the names of the files in the cache. */
    List<String> cached() {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return fail(e);
        }
    }

    /** A launch with an empty cache and home, and nothing of this machine's settings. */
    Launch fake(String... args) {
        return new Launch(LAUNCHER, List.of(args), folder).with("HOME", folder.toString())
                .with("THREE_BROKERS_CACHE", cache.toString())
                .without("JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JBANG_JAVA_OPTIONS",
                        "THREE_BROKERS_JBANG", "THREE_BROKERS_MAVEN", "HTTP_PROXY", "http_proxy");
    }

    /** A fake launch that finds the pinned jar in its cache. */
    Launch seeded() throws IOException {
        Files.copy(CacheFolder.path().resolve(JAR), cache.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
        return fake("version").with("JAVA_HOME", fetchingJdk());
    }

    /** A JDK that can fetch, but has JBang print a command that echoes the arguments. */
    String fetchingJdk() throws IOException {
        return jdk("17.0.1", """
                for arg; do
                  case $arg in
                    -XX:ArchiveClassesAtExit=*) made=${arg#*=} ;;
                    -XX:SharedArchiveFile=*) used=${arg#*=} ;;
                  esac
                done
                if [ -n "${made-}" ]; then
                  echo noise; echo noise >&2
                  case $arg in
                    version) echo made >>"%1$s" ;;
                    */workshop/cluster/embedded/Brokers.java) echo "brokers in ${JBANG_CACHE_DIR##*/}" >>"%1$s" ;;
                    *) echo other >>"%1$s" ;;
                  esac
                  echo archive >"$made"
                  exit 255
                fi
                case "$*" in *"/Fetch.java http"*) exec "%2$s" "$@" ;; esac
                if [ -n "${used-}" ]; then
                  [ "$(cat "$used")" = damaged ] && kill -ABRT $$
                  echo used >>"%1$s"
                fi
                while [ "$1" != -jar ]; do shift; done
                shift 2
                echo "echo 'JBang runs: $*'"
                exit 255
                """.formatted(folder.resolve("archive.log"), Path.of(System.getProperty("java.home"), "bin", "java")))
                .toString();
    }

    /** A JDK of a version, whose {@code java} is a shell script. */
    Path jdk(String version, String java) throws IOException {
        Path home = folder.resolve("jdk " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
        script(home.resolve("bin/java"), java);
        script(home.resolve("bin/javac"), "exit 3");
        return home;
    }

    /** A folder with a JBang of a version, to be put on the path. */
    Path jbangOnPath(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("on path"));
        script(bin.resolve("jbang"), """
                if [ "${THREE_BROKERS_JBANG-}" = asked ]; then echo asked >>"%s"; echo %s; exit; fi
                echo "PATH runs: $*"
                exit 9
                """.formatted(folder.resolve("asked.log"), version));
        return bin;
    }

    /** A folder with a JBang that never answers, nor does what it starts; all of them leave their numbers in a file. */
    Path hangingOnPath(Path pids) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("hanging"));
        script(bin.resolve("jbang"), """
                sh -c 'echo $$ >>"$0"; while :; do sleep 1; done' "%1$s" &
                echo $$ >>"%1$s"
                wait
                """.formatted(pids));
        return bin;
    }

    /** Writes a shell script that can be run. */
    static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true), () -> file + " cannot be made executable");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("jbang.cmd"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("run the tests in the project's folder");
            }
        }
        return here;
    }
}

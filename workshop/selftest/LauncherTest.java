package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.CacheFolder;

/**
 * Drives {@code ./jbang} as a subprocess.
 *
 * <p>The tests of what a program gets run the pinned JBang from the user's cache, which fetches it if it isn't there.
 * The others use a cache of their own and a stand-in for the JDK, so that they need neither the network nor much time.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it needs a POSIX shell")
@Timeout(60)
@DisplayName("launcher")
class LauncherTest {

    private static final Path LAUNCHER = root().resolve("jbang");
    private static final String JAR = "jbang-0.132.1.jar";
    private static final String IN_MAVEN = "/dev/jbang/jbang-cli/0.132.1/jbang-cli-0.132.1-all.jar";

    /** Prints its arguments in hex, or copies its input and exits with 7, or waits to be interrupted. */
    private static final String PROBE = """
            import java.math.BigInteger;

            public class Probe {
                public static void main(String[] args) throws Exception {
                    if (args.length == 1 && args[0].equals("copy")) {
                        System.in.transferTo(System.out);
                        System.out.flush();
                        System.exit(7);
                    }
                    if (args.length == 1 && args[0].equals("wait")) {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped")));
                        System.out.println("ready");
                        Thread.currentThread().join();
                    }
                    for (String arg : args) {
                        System.out.println("x" + new BigInteger(1, arg.getBytes("UTF-8")).toString(16));
                    }
                }
            }
            """;

    @TempDir
    private static Path shared;

    private static Path probe;

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeAll
    static void buildProbe() throws Exception {
        probe = Files.writeString(Files.createDirectory(shared.resolve("a folder")).resolve("Probe.java"), PROBE);
        Run built = real("build", probe.toString()).run();
        assertEquals(0, built.exit, built.err);
    }

    @BeforeEach
    void ownCache() throws IOException {
        cache = Files.createDirectory(folder.resolve("cache"));
    }

    @Test
    void argumentsReachTheProgramUnchanged() throws Exception {
        List<String> sent = List.of("a b", "", "*", "$HOME", "`id`", "it's", "\"q\"", "\\", "%d\\n", "a;b|c&d>e", "~",
                "!x", " lead", "two\nlines\n", "-x", "--", "#no", "{a,b}", "é€", "");
        List<String> args = new ArrayList<>(List.of(probe.toString()));
        args.addAll(sent);

        Run run = real(args.toArray(String[]::new)).with("LC_ALL", "C.UTF-8").run();

        String expected = String.join("", sent.stream().map(arg -> "x" + hex(arg) + "\n").toList());
        assertAll(() -> assertEquals(expected, run.out, run.err), () -> assertEquals(0, run.exit));
    }

    @Test
    void inputAndExitCodeComeThrough() throws Exception {
        Run run = real(probe.toString(), "copy").input("some\ninput").run();

        assertAll(() -> assertEquals("some\ninput", run.out, run.err), () -> assertEquals(7, run.exit));
    }

    @Test
    void interruptReachesTheProgram() throws Exception {
        assumeFalse(Signals.interruptIsIgnored(), "this JVM was started with SIGINT ignored, and so is its child");
        Process process = real(probe.toString(), "wait").builder().redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("ready", out.readLine());

            Signals.send("INT", process.toHandle());

            assertAll(() -> assertEquals("stopped", out.readLine()), () -> assertEquals(130, process.waitFor()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jbangsOwnErrorsComeThrough() throws Exception {
        Run run = real(shared.resolve("missing.java").toString()).run();

        assertAll(() -> assertEquals(2, run.exit), () -> assertTrue(run.err.contains("missing.java"), run.err));
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        Run run = fake().with("PATH", Files.createDirectory(folder.resolve("empty")).toString()).run();

        run.assertError("no Java found. Install a JDK 17 or newer");
    }

    @Test
    void oldJavaIsNamed() throws Exception {
        Path old = jdk("11.0.2", "exit 3");

        Run byHome = fake().with("JAVA_HOME", old.toString()).run();
        Run byPath = fake().with("PATH", old.resolve("bin") + ":" + System.getenv("PATH")).run();

        byHome.assertError("Java 11.0.2 in " + old + " is too old. Install a JDK 17 or newer");
        byPath.assertError("Java 11.0.2 in " + old + " is too old. Install a JDK 17 or newer");
    }

    @Test
    void javaOfTheOldNumberingIsOld() throws Exception {
        fake().with("JAVA_HOME", jdk("1.8.0_392", "exit 3").toString()).run().assertError("Java 1.8.0_392 in ");
    }

    @Test
    void shimIsAskedForItsVersion() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("shims"));
        script(bin.resolve("java"), "echo '    java.version = 16.0.1' >&2; echo '    java.home = /opt/jdk16' >&2");

        Run run = fake().with("PATH", bin + ":" + System.getenv("PATH")).run();

        run.assertError("Java 16.0.1 in /opt/jdk16 is too old.");
    }

    @Test
    void javaHomeOfNonsenseIsNamed() throws Exception {
        fake().with("JAVA_HOME", "/no/such/jdk").run().assertError("JAVA_HOME is /no/such/jdk, which has no bin/java.");
    }

    @Test
    void runtimeWithoutCompilerIsRefused() throws Exception {
        Path jre = jdk("17.0.1", "exit 3");
        Files.delete(jre.resolve("bin/javac"));

        fake().with("JAVA_HOME", jre.toString()).run().assertError("Java 17.0.1 in " + jre + " has no compiler");
    }

    @Test
    void wrongChecksumIsNotKept() throws Exception {
        try (Mirror mirror = new Mirror(exchange -> answer(exchange, "not a jar".getBytes()))) {
            Run run = fake().with("JAVA_HOME", fetchingJdk()).with("THREE_BROKERS_MAVEN", mirror.url()).run();

            run.assertFetchError("expected SHA-256 f9770758", "found " + sha256Of("not a jar"), "was not kept");
            assertEquals(List.of(), files(cache));
        }
    }

    @Test
    void withoutNetworkItSaysWhatToDo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + closed + "/maven2";

        Run run = fake().with("JAVA_HOME", fetchingJdk()).with("THREE_BROKERS_MAVEN", url).run();

        run.assertFetchError("cannot fetch JBang from " + url + IN_MAVEN, "no connection to 127.0.0.1:" + closed,
                "THREE_BROKERS_MAVEN=https://");
        assertEquals(List.of(), files(cache));
    }

    @Test
    void twoAtOnceFetchFromMirrorWithTrailingSlashAndRedirect() throws Exception {
        byte[] jar = Files.readAllBytes(CacheFolder.path().resolve(JAR));
        try (Mirror mirror = new Mirror(exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/maven2" + IN_MAVEN -> {
                    exchange.getResponseHeaders().add("Location", "/store/jbang");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/store/jbang" -> answer(exchange, jar);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        })) {
            Launch launch = fake("version").with("JAVA_HOME", fetchingJdk())
                    .with("THREE_BROKERS_MAVEN", mirror.url() + "/");
            Process other = launch.builder().redirectOutput(folder.resolve("other.out").toFile())
                    .redirectError(folder.resolve("other.err").toFile()).start();
            Run run = launch.run();

            assertEquals(0, other.waitFor(), () -> read(folder.resolve("other.err")));
            assertAll(() -> assertEquals("JBang runs: version\n", run.out, run.err),
                    () -> assertEquals("Fetching JBang 0.132.1 (9 MB, once)…\n", run.err),
                    () -> assertTrue(files(cache).contains(JAR)),
                    () -> assertFalse(files(cache).stream().anyMatch(name -> name.endsWith(".part"))));
        }
    }

    @Test
    void interruptedDownloadLeavesNothing() throws Exception {
        assumeFalse(Signals.interruptIsIgnored(), "this JVM was started with SIGINT ignored, and so is its child");
        CountDownLatch stop = new CountDownLatch(1);
        try (Mirror mirror = new Mirror(exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[10_000]);
            exchange.getResponseBody().flush();
            await(stop);
        })) {
            Process process = fake().with("JAVA_HOME", fetchingJdk()).with("THREE_BROKERS_MAVEN", mirror.url())
                    .builder().start();
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (files(cache).stream().noneMatch(name -> name.endsWith(".part"))) {
                assertTrue(process.isAlive() && System.nanoTime() < limit, "no download was under way");
                Thread.onSpinWait();
            }

            // a terminal sends it to all of them
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
            for (ProcessHandle each : all) {
                Signals.send("INT", each);
            }

            assertEquals(130, process.waitFor());
            for (ProcessHandle each : all) {
                each.onExit().get(30, TimeUnit.SECONDS);
            }
            assertEquals(List.of(), files(cache));
        } finally {
            stop.countDown();
        }
    }

    @Test
    void archiveIsMadeOnceAndUsed() throws Exception {
        Launch launch = seeded();

        Run first = launch.run();
        Run second = launch.run();

        assertAll(() -> assertEquals("JBang runs: version\n", first.out, first.err),
                () -> assertEquals("JBang runs: version\n", second.out, second.err), () -> assertEquals("", first.err),
                () -> assertEquals(List.of("made", "used"), Files.readAllLines(folder.resolve("archive.log"))),
                () -> assertEquals(List.of("jbang-0.132.1 Test 17.0.1 x86_64.jsa", JAR), files(cache)));
    }

    @Test
    void damagedArchiveDoesNoHarm() throws Exception {
        Path archive = Files.writeString(cache.resolve("jbang-0.132.1 Test 17.0.1 x86_64.jsa"), "damaged");

        Run run = seeded().run();

        assertAll(() -> assertEquals("JBang runs: version\n", run.out), () -> assertEquals("", run.err),
                () -> assertEquals(0, run.exit), () -> assertFalse(Files.exists(archive)));
    }

    @Test
    void newJBangOnPathIsUsedAndAskedOnce() throws Exception {
        Launch launch = seeded().args("run", "a b").with("PATH", jbangOnPath("0.140.0") + ":" + System.getenv("PATH"));

        Run first = launch.run();
        Run second = launch.run();

        assertAll(() -> assertEquals("PATH runs: run a b\n", first.out, first.err), () -> assertEquals(9, first.exit),
                () -> assertEquals("PATH runs: run a b\n", second.out, second.err),
                () -> assertEquals(List.of("asked"), Files.readAllLines(folder.resolve("asked.log"))));
    }

    @Test
    void changedJBangOnPathIsAskedAgain() throws Exception {
        Launch launch = seeded().with("PATH", jbangOnPath("0.124.9") + ":" + System.getenv("PATH"));

        Run old = launch.run();
        jbangOnPath("0.125.0-was-changed");
        Run changed = launch.run();

        assertAll(() -> assertEquals("JBang runs: version\n", old.out, old.err),
                () -> assertEquals("PATH runs: version\n", changed.out, changed.err));
    }

    @Test
    void pinnedIsForcedByVariable() throws Exception {
        Run run = seeded().with("PATH", jbangOnPath("0.140.0") + ":" + System.getenv("PATH"))
                .with("THREE_BROKERS_JBANG", "pinned").run();

        assertEquals("JBang runs: version\n", run.out, run.err);
    }

    @Test
    void launchersOnPathDoNotCallEachOther() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(LAUNCHER, copy.resolve("jbang"));
        assertTrue(copy.resolve("jbang").toFile().setExecutable(true));
        String path = LAUNCHER.getParent() + ":" + copy + ":" + System.getenv("PATH");

        Run run = seeded().with("PATH", path).run();

        assertEquals("JBang runs: version\n", run.out, run.err);
    }

    @Test
    void runsThroughSymbolicLinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(Files.createDirectory(folder.resolve("b in")).resolve("jb"),
                Path.of("../link"));

        Run run = seeded().launcher(linkToLink).run();
        // JUnit warns of a link out of the temporary folder
        Files.delete(link);

        assertAll(() -> assertEquals("JBang runs: version\n", run.out, run.err),
                () -> assertEquals(List.of("made"), Files.readAllLines(folder.resolve("archive.log"))));
    }

    /** A launch whose JBang is the pinned one from the user's cache, with JBang's own folder apart. */
    private static Launch real(String... args) {
        return new Launch(LAUNCHER, List.of(args), shared).with("JBANG_DIR", shared.resolve("jbang").toString())
                .without("JBANG_CACHE_DIR").with("THREE_BROKERS_JBANG", "pinned");
    }

    /** A launch with an empty cache and home, and nothing of this machine's settings. */
    private Launch fake(String... args) {
        return new Launch(LAUNCHER, List.of(args), folder).with("HOME", folder.toString())
                .with("THREE_BROKERS_CACHE", cache.toString())
                .without("JAVA_HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JBANG_JAVA_OPTIONS",
                        "THREE_BROKERS_JBANG", "THREE_BROKERS_MAVEN", "HTTP_PROXY", "http_proxy");
    }

    /** A fake launch that finds the pinned jar in its cache. */
    private Launch seeded() throws IOException {
        Files.writeString(cache.resolve(JAR), "");
        return fake("version").with("JAVA_HOME", fetchingJdk());
    }

    /** A JDK that can fetch, but has JBang print a command that echoes the arguments. */
    private String fetchingJdk() throws IOException {
        return jdk("17.0.1", """
                for arg; do
                  case $arg in
                    -XX:ArchiveClassesAtExit=*) made=${arg#*=} ;;
                    -XX:SharedArchiveFile=*) used=${arg#*=} ;;
                  esac
                done
                if [ -n "${made-}" ]; then
                  echo noise; echo noise >&2
                  [ "$arg" = version ] && echo made >>"%1$s" && echo archive >"$made"
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

    private Path jdk(String version, String java) throws IOException {
        Path home = folder.resolve("jdk " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
        script(home.resolve("bin/java"), java);
        script(home.resolve("bin/javac"), "exit 3");
        return home;
    }

    private Path jbangOnPath(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("on path"));
        script(bin.resolve("jbang"), """
                if [ "${THREE_BROKERS_JBANG-}" = asked ]; then echo asked >>"%s"; echo %s; exit; fi
                echo "PATH runs: $*"
                exit 9
                """.formatted(folder.resolve("asked.log"), version));
        return bin;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true), () -> file + " cannot be made executable");
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static String hex(String text) {
        return new BigInteger(1, text.getBytes(StandardCharsets.UTF_8)).toString(16);
    }

    private static String sha256Of(String text) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
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

    /** A web server on a free port of the loopback address, each request in a thread of its own. */
    private static final class Mirror implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final ExecutorService threads = Executors.newCachedThreadPool();

        private Mirror(HttpHandler handler) throws IOException {
            server.createContext("/", exchange -> {
                try (exchange) {
                    handler.handle(exchange);
                }
            });
            server.setExecutor(threads);
            server.start();
        }

        private String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/maven2";
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** What to start: each method returns a changed copy. */
    private record Launch(Path launcher, List<String> args, Path scratch, Map<String, String> set, List<String> unset,
            String in) {

        private Launch(Path launcher, List<String> args, Path scratch) {
            this(launcher, args, scratch, Map.of(), List.of(), "");
        }

        private Launch launcher(Path other) {
            return new Launch(other, args, scratch, set, unset, in);
        }

        private Launch args(String... others) {
            return new Launch(launcher, List.of(others), scratch, set, unset, in);
        }

        private Launch input(String text) {
            return new Launch(launcher, args, scratch, set, unset, text);
        }

        private Launch with(String name, String value) {
            Map<String, String> more = new TreeMap<>(set);
            more.put(name, value);
            return new Launch(launcher, args, scratch, more, unset, in);
        }

        private Launch without(String... names) {
            return new Launch(launcher, args, scratch, set, List.of(names), in);
        }

        private ProcessBuilder builder() {
            List<String> command = new ArrayList<>(List.of(launcher.toString()));
            command.addAll(args);
            ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().removeAll(unset);
            builder.environment().putAll(set);
            return builder;
        }

        /** Runs it to its end. */
        private Run run() throws Exception {
            Path input = Files.writeString(scratch.resolve("stdin"), in);
            Path out = scratch.resolve("stdout");
            Path err = scratch.resolve("stderr");
            Process process = builder().redirectInput(input.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile()).start();
            if (!process.waitFor(50, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                fail("still running: " + args + "\n" + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    private record Run(int exit, String out, String err) {

        private void assertError(String text) {
            assertAll(() -> assertTrue(err.startsWith("jbang: ") && err.contains(text), err),
                    () -> assertEquals(1, err.lines().count(), err), () -> assertEquals("", out),
                    () -> assertEquals(1, exit));
        }

        private void assertFetchError(String... texts) {
            String announced = "Fetching JBang 0.132.1 (9 MB, once)…\n";
            assertTrue(err.startsWith(announced), err);
            for (String text : texts) {
                new Run(exit, out, err.substring(announced.length())).assertError(text);
            }
        }
    }
}

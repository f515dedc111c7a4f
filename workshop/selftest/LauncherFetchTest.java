package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.CacheFolder;

/** How {@code ./jbang} fetches the pinned JBang, and what it says and keeps where that fails. */
@OfTheLauncher
class LauncherFetchTest {

    private static final String IN_MAVEN = "/dev/jbang/jbang-cli/0.132.1/jbang-cli-0.132.1-all.jar";

    @TempDir
    private Path folder;

    private LauncherMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new LauncherMachine(folder);
    }

    @Test
    void wrongChecksumIsNotKept() throws Exception {
        try (Mirror mirror = new Mirror(exchange -> Mirror.answer(exchange, "not a jar".getBytes(StandardCharsets.UTF_8)))) {
            Launch.Run run = machine.fake().with("JAVA_HOME", machine.fetchingJdk()).with("THREE_BROKERS_MAVEN", mirror.url()).run();

            run.assertFetchError("expected SHA-256 f9770758", "found " + sha256Of("not a jar"), "was not kept");
            assertEquals(List.of(), machine.cached());
        }
    }

    @Test
    void withoutNetworkItSaysWhatToDo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + closed + "/maven2";

        Launch.Run run = machine.fake().with("JAVA_HOME", machine.fetchingJdk()).with("THREE_BROKERS_MAVEN", url).run();

        run.assertFetchError("cannot fetch JBang from " + url + IN_MAVEN, "no connection to 127.0.0.1:" + closed,
                "THREE_BROKERS_MAVEN=https://");
        assertEquals(List.of(), machine.cached());
    }

    @Test
    void twoAtOnceFetchFromMirrorWithTrailingSlashAndRedirect() throws Exception {
        byte[] jar = Files.readAllBytes(CacheFolder.path().resolve(LauncherMachine.JAR));
        try (Mirror mirror = new Mirror(exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/maven2" + IN_MAVEN -> {
                    exchange.getResponseHeaders().add("Location", "/store/jbang");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/store/jbang" -> Mirror.answer(exchange, jar);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        })) {
            Launch launch = machine.fake("version").with("JAVA_HOME", machine.fetchingJdk())
                    .with("THREE_BROKERS_MAVEN", mirror.url() + "/");
            Process other = launch.builder().redirectOutput(folder.resolve("other.out").toFile())
                    .redirectError(folder.resolve("other.err").toFile()).start();
            Launch.Run run = launch.run();

            assertEquals(0, other.waitFor(), () -> read(folder.resolve("other.err")));
            assertAll(() -> assertEquals("JBang runs: version\n", run.out(), run.err()),
                    () -> assertEquals("Fetching JBang 0.132.1 (9 MB, once)…\n", run.err()),
                    () -> assertTrue(machine.cached().contains(LauncherMachine.JAR)),
                    () -> assertFalse(machine.cached().stream().anyMatch(name -> name.endsWith(".part"))));
        }
    }

    @Test
    void damagedJarIsFetchedAnew() throws Exception {
        Launch launch = machine.seeded();
        Path cached = machine.cache().resolve(LauncherMachine.JAR);
        byte[] jar = Files.readAllBytes(cached);
        byte[] damaged = jar.clone();
        damaged[jar.length / 2] ^= 1;
        Files.write(cached, damaged);
        try (Mirror mirror = new Mirror(exchange -> Mirror.answer(exchange, jar))) {
            Launch.Run run = launch.with("THREE_BROKERS_MAVEN", mirror.url()).run();

            assertAll(() -> assertEquals("JBang runs: version\n", run.out(), run.err()),
                    () -> assertEquals("jbang: " + cached + " is damaged.\nFetching JBang 0.132.1 (9 MB, once)…\n", run.err()),
                    () -> assertEquals(-1, Arrays.mismatch(jar, Files.readAllBytes(cached))));
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
            Process process = machine.fake().with("JAVA_HOME", machine.fetchingJdk()).with("THREE_BROKERS_MAVEN", mirror.url())
                    .builder().start();
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (machine.cached().stream().noneMatch(name -> name.endsWith(".part"))) {
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
            assertEquals(List.of(), machine.cached());
        } finally {
            stop.countDown();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return fail(e);
        }
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
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program gets that {@code ./jbang} runs, by the pinned JBang from the user's cache; it is fetched if it isn't there. */
@OfTheLauncher
class LauncherTest {

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

    @BeforeAll
    static void buildProbe() throws Exception {
        probe = Files.writeString(Files.createDirectory(shared.resolve("a folder")).resolve("Probe.java"), PROBE);
        Launch.Run built = real("build", probe.toString()).run();
        assertEquals(0, built.exit(), built.err());
    }

    @Test
    void argumentsReachTheProgramUnchanged() throws Exception {
        List<String> sent = List.of("a b", "", "*", "$HOME", "`id`", "it's", "\"q\"", "\\", "%d\\n", "a;b|c&d>e", "~",
                "!x", " lead", "two\nlines\n", "-x", "--", "#no", "{a,b}", "é€", "");
        List<String> args = new ArrayList<>(List.of(probe.toString()));
        args.addAll(sent);

        Launch.Run run = real(args.toArray(String[]::new)).with("LC_ALL", "C.UTF-8").run();

        String expected = String.join("", sent.stream().map(arg -> "x" + hex(arg) + "\n").toList());
        assertAll(() -> assertEquals(expected, run.out(), run.err()), () -> assertEquals(0, run.exit()));
    }

    @Test
    void inputAndExitCodeComeThrough() throws Exception {
        Launch.Run run = real(probe.toString(), "copy").input("some\ninput").run();

        assertAll(() -> assertEquals("some\ninput", run.out(), run.err()), () -> assertEquals(7, run.exit()));
    }

    @Test
    void interruptReachesTheProgram() throws Exception {
        assumeFalse(Signals.interruptIsIgnored(), "this JVM was started with SIGINT ignored, and so is its child");
        Process process = real(probe.toString(), "wait").builder().redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("ready", out.readLine());

            Signals.send("INT", process.toHandle());

            assertAll(() -> assertEquals("stopped", out.readLine()), () -> assertEquals(130, process.waitFor()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jbangsOwnErrorsComeThrough() throws Exception {
        Launch.Run run = real(shared.resolve("missing.java").toString()).run();

        assertAll(() -> assertEquals(2, run.exit()), () -> assertTrue(run.err().contains("missing.java"), run.err()));
    }

    @Test
    void missingLibrarySaysWhatToDo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String repository = "http://127.0.0.1:" + closed + "/maven2";
        Path script = Files.writeString(shared.resolve("Lacking.java"), "//REPOS closed=" + repository
                + "\n//DEPS org.example:absent:1.0\nclass Lacking { public static void main(String[] args) { } }\n");

        Launch.Run run = real(script.toString()).with("JBANG_REPO", shared.resolve("repository").toString()).run();

        String last = run.err().lines().reduce((earlier, later) -> later).orElse("");
        String said = "jbang: org\\.example:absent:\\S+ is not on this machine, and cannot be fetched from " + repository
                + "/?\\. Check the network, or see docs/offline\\.md: .*";
        assertAll(() -> assertEquals(1, run.exit()), () -> assertTrue(last.matches(said), run.err()));
    }

    /** A launch whose JBang is the pinned one from the user's cache, with JBang's own folder apart. */
    private static Launch real(String... args) {
        return new Launch(LauncherMachine.LAUNCHER, List.of(args), shared).with("JBANG_DIR", shared.resolve("jbang").toString())
                .without("JBANG_CACHE_DIR").with("THREE_BROKERS_JBANG", "pinned");
    }

    private static String hex(String text) {
        return new BigInteger(1, text.getBytes(StandardCharsets.UTF_8)).toString(16);
    }
}

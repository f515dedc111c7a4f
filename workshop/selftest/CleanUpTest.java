package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.evidence.Wait;
import workshop.process.Java;
import workshop.process.OwnSession;
import workshop.process.Owned;

/** Nothing outlives the tool, however it ends: it is run as a process of its own here, and ended in the middle. */
@DisplayName("clean-up")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends POSIX signals")
@ExtendWith(Shared.Resolver.class)
class CleanUpTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path temp;
    private String cluster;
    private Process tool;

    @BeforeEach
    void cluster(Shared shared) {
        cluster = shared.kind();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (tool != null) {
            // until they are gone they may write to the temporary folder, which goes next
            Set<ProcessHandle> children = tool.descendants().collect(Collectors.toSet());
            tool.destroyForcibly().waitFor();
            Wait.until("the tool's children to be gone", SOON, () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    @DisplayName("nothing is left after a check")
    void ended() throws Exception {
        start();
        Set<ProcessHandle> children = awaitPrograms();
        tool.waitFor();
        assertEquals(0, tool.exitValue());
        assertEquals(List.of(), left(children));
    }

    @Test
    @DisplayName("nothing is left after Ctrl-C in the middle of a check")
    void interrupted() throws Exception {
        assumeFalse(Signals.interruptIsIgnored(), "this JVM was started with SIGINT ignored, and so is its child");
        start();
        Set<ProcessHandle> children = awaitPrograms();
        Signals.send("INT", tool.toHandle());
        tool.waitFor();
        assertEquals(130, tool.exitValue());
        assertEquals(List.of(), left(children));
    }

    @Test
    @DisplayName("nothing is left after a kill -9 in the middle of a check")
    void killed() throws Exception {
        start();
        Set<ProcessHandle> children = awaitPrograms();
        Signals.send("KILL", tool.toHandle());
        Wait.holdsWithin(SOON, () -> left(children).isEmpty());
        assertEquals(List.of(), left(children));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("nothing is left after a kill -9 of the tool's whole process group, which only the tool is in")
    void killedAsAGroup() throws Exception {
        ProcessBuilder command = Tool.check(temp, cluster);
        // a group of its own, as a shell with job control makes one
        command.command().addAll(0, OwnSession.prefix(System.getenv("PATH")));
        start(command);
        Set<ProcessHandle> children = awaitPrograms();
        // one that is being started is the tool's own copy for a moment, until it has a session
        Wait.until("every child to have a session of its own", SOON, () -> tool.descendants().noneMatch(this::isInTheToolsSession));
        new ProcessBuilder("sh", "-c", "kill -KILL -" + tool.pid()).start().waitFor();
        Wait.holdsWithin(SOON, () -> left(children).isEmpty());
        assertEquals(List.of(), left(children));
    }

    @Test
    @DisplayName("no other process can attach to a JVM of the tool")
    void attached() throws Exception {
        start();
        Wait.until("its watchdog and its brokers, closed as well", SOON, () -> tool.descendants().filter(child -> child.info()
                .commandLine().filter(line -> line.contains("-XX:+DisableAttachMechanism")).isPresent()).count() == 2);
        // it does not answer; it is asked for a second, not for ten
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-Dsun.tools.attach.attachTimeout=1000", Long.toString(tool.pid()), "VM.version").redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("AttachNotSupportedException"), said);
    }

    @Test
    @DisplayName("what was left when the watchdog was killed too goes at the next start")
    void killedWithWatchdog() throws Exception {
        start();
        Set<ProcessHandle> children = awaitPrograms();
        // the watchdog first, or it would do its work
        children.stream().filter(child -> child.info().commandLine().orElse("").contains("Watchdog"))
                .forEach(ProcessHandle::destroyForcibly);
        Signals.send("KILL", tool.toHandle());
        children.forEach(ProcessHandle::destroyForcibly);
        Process killed = tool;
        Wait.until("the processes to be gone", SOON, () -> children.stream().noneMatch(ProcessHandle::isAlive));
        start();
        assertEquals(0, tool.waitFor());
        assertEquals(List.of(), left(children));
        tool = killed;
        assertEquals(List.of(), left(children));
    }

    @Test
    @DisplayName("a command that Ctrl-C meets before it has begun says nothing, and leaves nothing")
    void interruptedAtOnce() throws Exception {
        tool = new ProcessBuilder(Java.command("-Djava.io.tmpdir=" + temp, "-cp", System.getProperty("java.class.path"),
                Ending.class.getName())).redirectErrorStream(true).start();
        assertEquals("ended", new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        Wait.holdsWithin(SOON, () -> left(Set.of()).isEmpty());
        assertEquals(List.of(), left(Set.of()));
    }

    /** A process that is ending when it begins to watch over what it owns. */
    static final class Ending {

        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                Owned.begin();
                System.out.println("ended");
            }));
        }
    }

    private void start() throws IOException {
        start(Tool.check(temp, cluster).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private void start(ProcessBuilder command) throws IOException {
        tool = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Waits until a program that is judged runs, and returns all processes below the tool. */
    private Set<ProcessHandle> awaitPrograms() {
        Wait.until("a program to run", SOON, () -> tool.descendants().anyMatch(CleanUpTest::isProgram));
        return tool.descendants().collect(Collectors.toSet());
    }

    private boolean isInTheToolsSession(ProcessHandle child) {
        try {
            return Procfs.session(child.pid()) == Procfs.session(tool.pid());
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isProgram(ProcessHandle child) {
        return child.info().commandLine().orElse("").contains("FirstProducer");
    }

    private List<String> left(Set<ProcessHandle> children) throws IOException {
        Stream<String> processes = children.stream().filter(ProcessHandle::isAlive)
                .map(child -> child.info().commandLine().orElse("process " + child.pid()));
        try (Stream<Path> files = Files.list(temp)) {
            return Stream.of(processes, files.map(Path::toString), containers()).flatMap(left -> left).toList();
        }
    }

    private Stream<String> containers() throws IOException {
        if (!cluster.equals(TestcontainersCluster.KIND)) {
            return Stream.empty();
        }
        String ofThisTool = "name=three-brokers-" + tool.pid() + "-";
        return Stream.concat(docker("ps", "--all", "--filter", ofThisTool, "--format", "{{.Names}}"),
                docker("network", "ls", "--filter", ofThisTool, "--format", "{{.Name}}"));
    }

    private static Stream<String> docker(String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList();
        try (InputStream listed = new ProcessBuilder(command).start().getInputStream()) {
            return new String(listed.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}

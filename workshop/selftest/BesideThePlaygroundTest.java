package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.playground.PlaygroundServer;
import workshop.evidence.Wait;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** Commands that want the playground at the same time, each a process of its own. */
@DisplayName("beside the playground")
@ExtendWith(Shared.Resolver.class)
// the pseudo-terminal is made by a command of Linux
@EnabledOnOs(OS.LINUX)
class BesideThePlaygroundTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path folder;
    @TempDir
    private Path cache;
    @TempDir
    private Path temp;
    private Course course;
    private PlaygroundServer playground;

    @BeforeEach
    void open(Shared shared) throws IOException {
        course = CourseCopy.of(shared.course(), folder);
        playground = new PlaygroundServer(shared.cluster(), cache);
    }

    @AfterEach
    void close() throws IOException {
        playground.close();
    }

    @Test
    @DisplayName("who is suspended while it judges does not keep another check and learn waiting, and has no verdict when it is back")
    void suspended() throws Exception {
        Process first = check("first");
        Wait.until("the first check to judge", SOON, () -> first.descendants()
                .anyMatch(child -> child.info().commandLine().orElse("").contains("FirstProducer")));
        Signals.send("STOP", first.toHandle());
        CountDownLatch judged = new CountDownLatch(1);
        Background.start("its own", () -> alone(judged));
        Lesson lesson = course.lessons().get(0);
        ProcessBuilder learn = Tool.command(temp, "learn").directory(folder.toFile());
        learn.environment().putAll(Map.of("THREE_BROKERS_CACHE", cache.toString(), "LC_ALL", "C.UTF-8"));
        // learn is not to want the port for brokers of its own
        try (ServerSocket taken = takePort(); PseudoTerminal terminal = new PseudoTerminal(learn, 100, 40)) {
            terminal.await("the first lesson", text -> text.contains("each time you save it"));
            Process second = check("second");
            Wait.until("the second check to wait for its turn", SOON, () -> said("second").contains("waiting for the turn"));
            Files.copy(lesson.solution(), lesson.script(), StandardCopyOption.REPLACE_EXISTING);
            terminal.await("learn to wait for its turn", text -> text.contains("waiting for the playground, which judges something else"));
            judged.countDown();
            assertTrue(second.waitFor(SOON.toSeconds(), TimeUnit.SECONDS), said("second"));
            assertEquals(0, second.exitValue(), said("second"));
            terminal.await("the solution's verdict", text -> text.contains("✓ passed, 6 of 6"));
            Signals.send("CONT", first.toHandle());
            assertTrue(first.waitFor(SOON.toSeconds(), TimeUnit.SECONDS), said("first"));
            assertEquals(3, first.exitValue(), said("first"));
            assertTrue(said("first").contains("was it suspended?"), said("first"));
        } finally {
            Owned.kill(first);
        }
    }

    private void alone(CountDownLatch until) {
        try {
            playground.alone(() -> { }, () -> {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket takePort() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PlaygroundServer.PORTS[0]));
            return socket;
        } catch (BindException takenAlready) {
            return socket;
        }
    }

    private Process check(String name) throws IOException {
        ProcessBuilder check = Tool.check(temp, "playground").redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        check.environment().put("THREE_BROKERS_CACHE", cache.toString());
        // it is its user who suspends it here: its watchdog is to let it be
        check.command().add(1, "-Dworkshop.stopped.ms=" + SOON.multipliedBy(2).toMillis());
        return Owned.start(check);
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}

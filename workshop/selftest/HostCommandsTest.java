package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.cluster.ClusterException;
import workshop.cluster.HostCommands;
import workshop.process.Background;

/** A command to the brokers' host, and its reply, which may come late, or never: the host is played by the test. */
@DisplayName("commands to the host")
class HostCommandsTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);

    private PipedOutputStream toHost;
    private PipedInputStream fromHost;
    private BufferedReader told;
    private PrintStream says;

    @BeforeEach
    void open() throws IOException {
        toHost = new PipedOutputStream();
        told = new BufferedReader(new InputStreamReader(new PipedInputStream(toHost), StandardCharsets.UTF_8));
        fromHost = new PipedInputStream();
        says = new PrintStream(new PipedOutputStream(fromHost), true, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a reply that comes too late is not taken for that of the next command")
    void late() throws Exception {
        HostCommands commands = new HostCommands(toHost, fromHost, SHORT);
        String message = assertThrows(ClusterException.class, () -> commands.tell("stop 1")).getMessage();
        assertTrue(message.contains("no answer to \"stop 1\""), message);
        assertEquals("1 stop 1", told.readLine());
        says.println("1 done ");
        assertThrows(ClusterException.class, () -> commands.tell("stop 2"));
    }

    @Test
    @DisplayName("replies find their commands in whatever order they come")
    void order() throws Exception {
        HostCommands commands = new HostCommands(toHost, fromHost, LONG);
        CompletableFuture<Void> first = tell(commands, "stop 1");
        String id = told.readLine().split(" ")[0];
        CompletableFuture<Void> second = tell(commands, "stop 2");
        says.println(told.readLine().split(" ")[0] + " failed it is on fire");
        assertEquals("it is on fire", assertThrows(ClusterException.class, () -> Background.result(second)).getMessage());
        says.println(id + " done ");
        Background.result(first);
        says.println("0 done localhost:1,localhost:2");
        assertEquals("localhost:1,localhost:2", commands.awaitStart());
    }

    @Test
    @DisplayName("a host that ends answers nothing, now and later, and nobody waits for it")
    void ended() throws Exception {
        HostCommands commands = new HostCommands(toHost, fromHost, LONG);
        CompletableFuture<Void> command = tell(commands, "stop 1");
        told.readLine();
        says.close();
        for (CompletableFuture<Void> failed : List.of(command, tell(commands, "stop 2"))) {
            assertEquals("they have ended", assertThrows(ClusterException.class, () -> Background.result(failed)).getMessage());
        }
    }

    private static CompletableFuture<Void> tell(HostCommands commands, String command) {
        return Background.call("command", () -> {
            commands.tell(command);
            return null;
        });
    }
}

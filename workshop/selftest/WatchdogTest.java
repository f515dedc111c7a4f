package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;
import workshop.process.Java;
import workshop.process.OwnSession;
import workshop.process.Watchdog;

/** An owner that a program has stopped goes on, and one that its user has suspended stays so. */
@DisplayName("watchdog")
@EnabledOnOs(OS.LINUX)
class WatchdogTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PATIENCE_MS = 400;

    @TempDir
    private Path folder;
    private final List<Process> started = new ArrayList<>();
    private Process owner;
    private Process program;
    private PrintStream words;

    @BeforeEach
    void start() throws IOException {
        owner = start(List.of("sleep", "600"));
        program = start(List.of("sleep", "600"));
        Process watchdog = start(Java.command("-cp", Java.ownJar(), Watchdog.class.getName(), "" + owner.pid(), "" + PATIENCE_MS));
        words = new PrintStream(watchdog.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    private Process start(List<String> command) throws IOException {
        started.add(new ProcessBuilder(command).start());
        return started.get(started.size() - 1);
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @DisplayName("a program that has stopped its owner is killed, it is said of it, and the owner goes on")
    void stopped() throws Exception {
        words.println("mark " + folder.resolve("1"));
        words.println("program " + program.pid() + " " + folder.resolve("1"));
        Signals.send("STOP", owner.toHandle());
        assertTrue(program.waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
        Wait.until("the owner to go on", SOON, () -> !Signals.isStopped(owner.toHandle()));
        assertTrue(Files.exists(folder.resolve("1.stopped-its-owner")));
    }

    @Test
    @DisplayName("an owner that its user suspends is let be, until it was resumed and is stopped again")
    void suspended() throws Exception {
        words.println("mark " + folder.resolve("1"));
        words.println("program " + program.pid() + " " + folder.resolve("1"));
        words.println("suspended");
        Signals.send("STOP", owner.toHandle());
        assertFalse(program.waitFor(3 * PATIENCE_MS, TimeUnit.MILLISECONDS));
        assertTrue(Signals.isStopped(owner.toHandle()));
        words.println("resumed");
        assertTrue(program.waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("a process leads a session of its own, by setsid and by perl, and keeps its id")
    void session() throws Exception {
        for (String command : List.of("setsid", "perl")) {
            Path only = Files.createDirectory(folder.resolve(command));
            Path script = Files.writeString(only.resolve(command), "#!/bin/sh\nexec /usr/bin/" + command + " \"$@\"\n");
            assertTrue(script.toFile().setExecutable(true));
            List<String> line = new ArrayList<>(OwnSession.prefix(only.toString()));
            assertEquals(script.toString(), line.get(0));
            line.addAll(List.of("sleep", "600"));
            Process process = start(line);
            Wait.until("a session", SOON, () -> Procfs.session(process.pid()) == process.pid());
            Wait.until("the command", SOON, () -> process.info().command().filter(path -> path.endsWith("sleep")).isPresent());
        }
        assertEquals(List.of(), OwnSession.prefix(folder.toString()));
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;
import workshop.process.CoreWait;
import workshop.process.Owned;
import workshop.program.Program;
import workshop.program.ProgramRun;
import workshop.program.ProgramRun.Stopped;
import workshop.script.ScriptBuilder;

/** A program is kept within its limits, whatever it does, and leaves nothing behind. */
@DisplayName("programs")
class ProgramRunTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("the exit code and both streams come through")
    void ends() throws Exception {
        ProgramRun run = start("System.out.println(\"out\"); System.err.println(\"err\"); System.exit(7);", SOON);
        run.awaitEnd();
        assertEquals(Optional.of(7), run.exitCode());
        assertEquals("out", run.output().text());
        assertEquals("err", run.errors().text());
        assertEquals("ended with code 7", run.ending());
        assertFalse(run.succeeded());
    }

    @Test
    @DisplayName("what it has printed before it does something else is there when that is seen")
    void printedFirst() throws Exception {
        Path count = folder.resolve("count");
        ProgramRun run = start("""
                var count = java.nio.channels.FileChannel.open(java.nio.file.Path.of("%s"),
                        java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
                for (int i = 1; i <= 20_000; i++) {
                    System.out.println(i);
                    count.write(java.nio.ByteBuffer.allocate(4).putInt(0, i), 0);
                }
                """.formatted(count), SOON);
        while (!run.hasEnded()) {
            byte[] seen = Files.exists(count) ? Files.readAllBytes(count) : new byte[0];
            int counted = seen.length < 4 ? 0 : ByteBuffer.wrap(seen).getInt();
            int printed = run.output().lines().size();
            assertTrue(printed >= counted, () -> "counted " + counted + ", and saw " + printed + " lines");
        }
        assertEquals(20_000, run.output().lines().size());
    }

    @Test
    @DisplayName("standard input is what the check says, and ends")
    void input() throws Exception {
        ProgramRun run = program("System.in.transferTo(System.out);").reading("user-1\torder\n").start();
        assertEquals("user-1\torder", run.awaitEnd().output().text());
    }

    @Test
    @DisplayName("one that does not end is ended, and it is said")
    void outOfTime() throws Exception {
        ProgramRun run = start("Thread.currentThread().join();", Duration.ofSeconds(1));
        run.awaitEnd();
        assertEquals(Optional.of(Stopped.OUT_OF_TIME), run.stopped());
        assertEquals(Optional.empty(), run.exitCode());
        assertEquals("was still running after 1 s and was stopped", run.ending());
    }

    @Test
    @DisplayName("one that gets on has more time than that, and not for ever")
    void moreTime() throws Exception {
        ProgramRun slow = program("Thread.sleep(3000);").atMost(Duration.ofSeconds(1)).moreWhile(span -> true).start();
        ProgramRun endless = program("Thread.currentThread().join();").atMost(Duration.ofSeconds(1)).moreWhile(span -> true).start();
        assertEquals(Optional.of(0), slow.awaitEnd().exitCode());
        assertEquals("was still running after 6 s and was stopped", endless.awaitEnd().ending());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("who waits for a core is told from who waits for something else")
    void starved() throws Exception {
        Process one = pinned("while :; do :; done");
        Process other = pinned("while :; do :; done");
        Process idle = pinned("exec sleep 100");
        try {
            // two share a core: sooner or later each has waited for it that long
            Wait.until("a loop to wait for its core", Duration.ofSeconds(30), () -> waited(one) > 300 && waited(other) > 300);
            assertTrue(waited(idle) < 300, () -> waited(idle) + " ms");
            CoreWait fromNow = CoreWait.sinceNow(one.toHandle());
            long now = waited(one);
            Wait.until("it to wait once more", Duration.ofSeconds(30), () -> waited(one) > now);
            long since = fromNow.longest().orElseThrow().toMillis();
            Owned.kill(one);
            assertTrue(since >= 0 && since < now, since + " ms of " + now);
            assertEquals(since, fromNow.longest().orElseThrow().toMillis(), "who has ended has waited for what it had waited");
        } finally {
            List.of(one, other, idle).forEach(Owned::kill);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("its JVM tells what its threads do, and nothing of that is among what it has printed")
    void threadDump() throws Exception {
        ProgramRun run = start("System.out.println(\"one\"); Thread.sleep(1500); System.out.println(\"two\"); Thread.sleep(60_000);", SOON);
        for (List<String> printed : List.of(List.of("one"), List.of("one", "two"))) {
            Wait.until("its words", SOON, () -> run.output().lines().equals(printed));
            int before = run.threadDumps();
            assertTrue(run.askForThreads());
            Wait.until("its JVM to tell", SOON, () -> {
                assertEquals(printed, run.output().lines());
                return run.threadDumps() > before;
            });
            assertTrue(run.lastThreadDump().threads().stream().anyMatch(thread -> thread.name().equals("main")
                    && thread.state().equals("TIMED_WAITING (sleeping)") && thread.isIn("java.lang.Thread.sleep")));
        }
        run.kill();
        assertEquals(List.of("one", "two"), run.output().lines());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("one that would end by being asked is not asked")
    void noThreadDump() throws Exception {
        ProgramRun run = script("//RUNTIME_OPTIONS -Xrs\n", "System.out.println(\"one\"); Thread.sleep(60_000);").atMost(SOON).start();
        Wait.until("its words", SOON, () -> run.output().lines().equals(List.of("one")));
        assertFalse(run.askForThreads());
        run.kill();
        assertEquals(List.of("one"), run.output().lines());
    }

    private static Process pinned(String script) throws IOException {
        return Owned.start(new ProcessBuilder("taskset", "-c", "0", "sh", "-c", script));
    }

    private static long waited(Process process) {
        return CoreWait.sinceStart(process.toHandle()).longest().orElse(Duration.ZERO).toMillis();
    }

    @Test
    @DisplayName("one that floods its output is ended, and it is said")
    void flood() throws Exception {
        ProgramRun run = start("while (true) { System.out.println(\"x\".repeat(1000)); }", SOON);
        run.awaitEnd();
        assertEquals(Optional.of(Stopped.FLOODED), run.stopped());
        assertTrue(run.output().text().length() < 2_000_000);
    }

    @Test
    @DisplayName("its heap is bounded")
    void heap() throws Exception {
        ProgramRun run = start("var all = new java.util.ArrayList<byte[]>(); while (true) { all.add(new byte[1 << 20]); }",
                SOON);
        run.awaitEnd();
        assertEquals(Optional.of(1), run.exitCode());
        assertTrue(run.errors().text().contains("OutOfMemoryError"), run.errors().text());
    }

    @Test
    @DisplayName("SIGTERM lets it shut down in good order")
    void terminate() throws Exception {
        ProgramRun run = start("""
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("closed")));
                System.out.println("ready");
                Thread.currentThread().join();
                """, SOON);
        Wait.until("the program to be ready", SOON, () -> run.output().text().contains("ready"));
        run.terminate();
        run.awaitEnd();
        assertEquals("ready\nclosed", run.output().text());
        assertEquals(Optional.of(143), run.exitCode());
    }

    @Test
    @DisplayName("SIGKILL takes its children too")
    void killsChildren() throws Exception {
        ProgramRun run = start("""
                Process child = new ProcessBuilder("sleep", "600").start();
                System.out.print(child.pid() + ".");
                child.waitFor();
                """, SOON);
        Wait.until("the child's id", SOON, () -> run.output().text().endsWith("."));
        long child = Long.parseLong(run.output().text().replace(".", ""));
        assertTrue(ProcessHandle.of(child).isPresent());
        run.kill();
        assertFalse(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
        assertEquals(Optional.of(Stopped.BY_THE_CHECK), run.stopped());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("what it leaves behind is found and killed, though it has dropped its environment and its session")
    void leavesADaemon() throws Exception {
        ProgramRun run = start("""
                new ProcessBuilder("sh", "-c", "env -i setsid sleep 600 >/dev/null 2>&1 & echo $!").inheritIO().start().waitFor();
                """, SOON);
        long daemon = Long.parseLong(run.awaitEnd().output().text());
        assertEquals(List.of("sleep (process " + daemon + ")"), run.leftBehind());
        assertFalse(ProcessHandle.of(daemon).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    @DisplayName("nobody holds it when it has ended, though its limit is far away")
    void released() throws Exception {
        WeakReference<ProgramRun> ended = new WeakReference<>(start("", Duration.ofMinutes(8)).awaitEnd());
        Wait.until("it to be collected", SOON, () -> {
            System.gc();
            return ended.get() == null;
        });
    }

    @Test
    @DisplayName("it runs in an empty folder, which goes with it")
    void ownFolder() throws Exception {
        ProgramRun run = start("""
                java.nio.file.Files.writeString(java.nio.file.Path.of("left.txt"), "left");
                System.out.println(java.nio.file.Path.of("").toAbsolutePath());
                """, SOON);
        Path used = Path.of(run.awaitEnd().output().text());
        assertFalse(used.equals(Path.of("").toAbsolutePath()));
        assertFalse(Files.exists(used));
    }

    private ProgramRun start(String body, Duration limit) throws Exception {
        return program(body).atMost(limit).start();
    }

    private Program program(String body) throws Exception {
        return script("", body);
    }

    private Program script(String directives, String body) throws Exception {
        Path file = Files.writeString(folder.resolve("Main.java"), directives
                + "public class Main { public static void main(String[] args) throws Exception {\n" + body + "\n} }");
        return new Program(ScriptBuilder.build(file));
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;

/** Which JBang {@code ./jbang} runs, and how it is made to start faster. */
@OfTheLauncher
class LauncherJBangTest {

    @TempDir
    private Path folder;

    private LauncherMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new LauncherMachine(folder);
    }

    @Test
    void archiveIsMadeOnceAndUsed() throws Exception {
        Launch launch = machine.seeded();

        Launch.Run first = launch.run();
        Launch.Run second = launch.run();

        assertAll(() -> assertEquals("JBang runs: version\n", first.out(), first.err()),
                () -> assertEquals("JBang runs: version\n", second.out(), second.err()), () -> assertEquals("", first.err()),
                () -> assertEquals(List.of("made", "used"), Files.readAllLines(folder.resolve("archive.log"))),
                () -> assertEquals(List.of("jbang-0.132.1 Test 17.0.1 x86_64.jsa", LauncherMachine.JAR), machine.cached()));
    }

    @Test
    void oneBuildsAtATime() throws Exception {
        Path log = folder.resolve("built.log");
        Launch launch = machine.seeded().args("list").with("JAVA_HOME", machine.jdk("17.0.2", """
                case "$*" in *-XX:ArchiveClassesAtExit=*) exit 1 ;; esac
                mkdir "%1$s" || echo 'two at once' >>"%2$s"
                sleep 0.3
                rmdir "%1$s"
                echo built >>"%2$s"
                echo true
                exit 255
                """.formatted(folder.resolve("building"), log)).toString());

        List<Process> started = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            started.add(launch.builder().start());
        }
        for (Process each : started) {
            assertTrue(each.waitFor(50, TimeUnit.SECONDS));
            assertEquals(0, each.exitValue());
        }

        assertEquals(List.of("built", "built", "built"), Files.readAllLines(log));
        assertFalse(machine.cached().contains("building"), () -> machine.cached().toString());
    }

    @Test
    void theTurnOfOneThatWasKilledIsTaken() throws Exception {
        // no system has so many processes
        Files.createSymbolicLink(machine.cache().resolve("building"), Path.of("999999999"));

        Launch.Run run = machine.seeded().args("list").run();

        assertAll(() -> assertTrue(run.out().endsWith(" list\n"), run.out()), () -> assertEquals("", run.err()),
                () -> assertFalse(machine.cached().contains("building"), () -> machine.cached().toString()));
    }

    @Test
    void brokersAreFetchedBesideTheFirstCheck() throws Exception {
        Path archive = machine.cache().resolve("jbang-0.132.1 Test 17.0.1 x86_64.jsa");
        Launch launch = machine.seeded();

        Launch.Run check = launch.args("check", "01", "--cluster", "embedded").run();
        // it may end before that is done
        Wait.until("the archive", Duration.ofSeconds(10), () -> Files.exists(archive));
        Launch.Run second = launch.run();

        assertAll(() -> assertTrue(check.out().endsWith("check 01 --cluster embedded\n"), check.out() + check.err()),
                () -> assertEquals(List.of("brokers in cache", "used"), Files.readAllLines(folder.resolve("archive.log"))
                        .stream().filter(line -> !line.equals("other")).toList()),
                () -> assertEquals(0, second.exit(), second.err()));
    }

    @Test
    void brokersAreNotFetchedWhereOthersAreNamed() throws Exception {
        Launch.Run check = machine.seeded().args("check", "01", "--cluster", "localhost:9092").run();

        assertAll(() -> assertEquals(0, check.exit(), check.err()),
                () -> assertEquals(List.of("other"), Files.readAllLines(folder.resolve("archive.log"))));
    }

    @Test
    void damagedArchiveDoesNoHarm() throws Exception {
        Path archive = Files.writeString(machine.cache().resolve("jbang-0.132.1 Test 17.0.1 x86_64.jsa"), "damaged");

        Launch.Run run = machine.seeded().run();

        assertAll(() -> assertEquals("JBang runs: version\n", run.out()), () -> assertEquals("", run.err()),
                () -> assertEquals(0, run.exit()), () -> assertFalse(Files.exists(archive)));
    }

    @Test
    void newJBangOnPathIsUsedAndAskedOnce() throws Exception {
        Launch launch = machine.seeded().args("run", "a b").with("PATH", machine.jbangOnPath("0.140.0") + ":" + System.getenv("PATH"));

        Launch.Run first = launch.run();
        Launch.Run second = launch.run();

        assertAll(() -> assertEquals("PATH runs: run -C=-J-XX:TieredStopAtLevel=1 -C=-J-XX:+UseSerialGC a b\n", first.out(), first.err()), () -> assertEquals(9, first.exit()),
                () -> assertEquals("PATH runs: run -C=-J-XX:TieredStopAtLevel=1 -C=-J-XX:+UseSerialGC a b\n", second.out(), second.err()),
                () -> assertEquals(List.of("asked"), Files.readAllLines(folder.resolve("asked.log"))));
    }

    @Test
    void changedJBangOnPathIsAskedAgain() throws Exception {
        Launch launch = machine.seeded().with("PATH", machine.jbangOnPath("0.124.9") + ":" + System.getenv("PATH"));

        Launch.Run old = launch.run();
        machine.jbangOnPath("0.125.0-was-changed");
        Launch.Run changed = launch.run();

        assertAll(() -> assertEquals("JBang runs: version\n", old.out(), old.err()),
                () -> assertEquals("PATH runs: version\n", changed.out(), changed.err()));
    }

    @Test
    void hangingJBangOnPathIsGivenUpOnce() throws Exception {
        Path pids = folder.resolve("pids");
        Path bin = machine.hangingOnPath(pids);
        Launch launch = machine.seeded().with("PATH", bin + ":" + System.getenv("PATH"));

        Launch.Run first = launch.run();
        Launch.Run second = launch.run();

        assertAll(() -> assertEquals("JBang runs: version\n", first.out(), first.err()),
                () -> assertEquals("jbang: " + bin.resolve("jbang")
                        + " does not say its version; JBang 0.132.1 is used in its place.\n", first.err()),
                () -> assertEquals("JBang runs: version\n", second.out(), second.err()), () -> assertEquals("", second.err()));
        List<String> asked = Files.readAllLines(pids);
        assertEquals(2, asked.size(), asked.toString());
        for (String pid : asked) {
            ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::onExit)
                    .ifPresent(end -> end.orTimeout(10, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void pinnedIsForcedByVariable() throws Exception {
        Launch.Run run = machine.seeded().with("PATH", machine.jbangOnPath("0.140.0") + ":" + System.getenv("PATH"))
                .with("THREE_BROKERS_JBANG", "pinned").run();

        assertEquals("JBang runs: version\n", run.out(), run.err());
    }

    @Test
    void launchersOnPathDoNotCallEachOther() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Files.copy(LauncherMachine.LAUNCHER, copy.resolve("jbang"));
        assertTrue(copy.resolve("jbang").toFile().setExecutable(true));
        String path = LauncherMachine.LAUNCHER.getParent() + ":" + copy + ":" + System.getenv("PATH");

        Launch.Run run = machine.seeded().with("PATH", path).run();

        assertEquals("JBang runs: version\n", run.out(), run.err());
    }

    @Test
    void runsThroughSymbolicLinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), LauncherMachine.LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(Files.createDirectory(folder.resolve("b in")).resolve("jb"),
                Path.of("../link"));

        Launch.Run run = machine.seeded().launcher(linkToLink).run();
        // JUnit warns of a link out of the temporary folder
        Files.delete(link);

        assertAll(() -> assertEquals("JBang runs: version\n", run.out(), run.err()),
                () -> assertEquals(List.of("made"), Files.readAllLines(folder.resolve("archive.log"))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fullDiskIsNamed() throws Exception {
        assumeTrue(new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0, "this user may not mount a small disk");
        Path full = Files.createDirectory(folder.resolve("a full disk"));
        Path jdk = machine.jdk("17.0.2", "echo 'No space left on device' >&2; exit 1");
        Launch launch = machine.seeded().with("JAVA_HOME", jdk.toString()).with("TMPDIR", full.toString());
        String mounted = "mount -t tmpfs -o size=64k tmpfs '" + full + "' && { cat /dev/zero >'" + full + "/all'; exec \"$@\"; }";

        Launch.Run run = launch.launcher(Path.of("/usr/bin/env"))
                .args("unshare", "-rm", "sh", "-c", mounted, "sh", LauncherMachine.LAUNCHER.toString(), "version").run();

        assertTrue(run.err().contains("jbang: the disk of " + full + " is full. Make room there.\n"), run.err());
    }

    @Test
    void temporaryFolderIsJBangsToo() throws Exception {
        Path named = Files.createDirectory(folder.resolve("another folder"));
        Path jdk = machine.jdk("17.0.2", "for arg; do echo \"$arg\"; done >&2; exit 1");

        Launch.Run run = machine.seeded().with("JAVA_HOME", jdk.toString()).with("TMPDIR", named.toString()).run();

        assertTrue(run.err().lines().toList().contains("-Djava.io.tmpdir=" + named), run.err());
        assertFalse(run.err().contains(" is full"), run.err());
    }
}

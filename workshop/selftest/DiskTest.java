package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;
import workshop.process.CacheFolder;
import workshop.process.Owned;

/** Where the tool writes: a folder that is full, missing or somewhere else is no program's fault, and no riddle. */
@DisplayName("disk")
class DiskTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SICK = 3;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("archives that were not used for longest go from the cache, and so does what was left unfinished; all else stays")
    void cacheIsLimited() throws IOException {
        Path made = file("embedded-00000000000000aa.jsa", 60, 0);
        file("embedded-00000000000000bb.jsa", 60, 20);
        file("program-00000000000000cc.jsa", 30, 1);
        file("program-00000000000000dd.jsa", 30, 10);
        file("jbang-0.132.1.jar", 9, 100);
        file("jbang-0.132.1 Debian 17.0.15.jsa", 10, 100);
        file("unfinished123.jsa", 60, 2);
        file("unfinished456.jsa", 5, 0);
        CacheFolder.limit(made, 120 << 20);
        assertEquals(Set.of("embedded-00000000000000aa.jsa", "program-00000000000000cc.jsa", "jbang-0.132.1.jar",
                "jbang-0.132.1 Debian 17.0.15.jsa", "unfinished456.jsa"), names(folder));
        CacheFolder.limit(made, 0);
        assertTrue(Files.exists(made));
        assertFalse(Files.exists(folder.resolve("program-00000000000000cc.jsa")));
    }

    private Path file(String name, int megabytes, int daysAgo) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((long) megabytes << 20);
        }
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    @DisplayName("an archive that another Java has made, or that is damaged, is passed over in silence")
    void strangeArchive() throws Exception {
        ProcessBuilder command = Tool.command(folder, "list");
        Path strange = Files.writeString(folder.resolve("Workshop.jsa"), "of another Java");
        command.command().add(1, "-XX:SharedArchiveFile=" + strange);
        Path errors = folder.resolve("errors");
        assertEquals(0, command.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(errors.toFile()).start().waitFor());
        assertEquals("", Files.readString(errors));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "TMPDIR is heeded elsewhere alone")
    @DisplayName("a check works without a cache folder, in the temporary folder that TMPDIR names")
    void noCacheAndTmpdir() throws Exception {
        ProcessBuilder command = withoutOption(Tool.check(folder, "embedded"));
        command.environment().put("TMPDIR", folder.toString());
        Path inTheWay = Files.createFile(Owned.folder().resolve("file"));
        command.environment().put("THREE_BROKERS_CACHE", inTheWay.resolve("cache").toString());
        Process tool = command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            Wait.until("a folder in TMPDIR", SOON, () -> names(folder).stream().anyMatch(name -> name.startsWith("three-brokers-")));
            assertEquals(0, tool.waitFor());
        } finally {
            tool.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "TMPDIR is heeded elsewhere alone")
    @DisplayName("a temporary folder that is not there is told in one line")
    void noTemporaryFolder() throws Exception {
        ProcessBuilder command = withoutOption(Tool.command(folder, "check", "01"));
        command.environment().put("TMPDIR", folder.resolve("missing").toString());
        assertEquals("cannot make a temporary folder in " + folder.resolve("missing") + " (there is no such folder). "
                + "Make room there, or name another folder in the variable TMPDIR.\n", said(command));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a temporary folder that is full is told at once, and holds nothing against the program")
    void fullTemporaryFolder() throws Exception {
        assumeTrue(new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0, "this user may not mount a small disk");
        ProcessBuilder command = Tool.check(folder, "embedded");
        command.command().addAll(0, List.of("unshare", "-rm", "sh", "-c",
                "mount -t tmpfs -o size=1m tmpfs '" + folder + "' && exec \"$@\"", "sh"));
        String said = said(command).replaceAll("\\s+", " ");
        assertTrue(said.contains("the disk is full: ") && said.contains(folder.toString().substring(0, 10))
                && said.contains("TMPDIR"), said);
    }

    private static ProcessBuilder withoutOption(ProcessBuilder command) {
        command.command().removeIf(word -> word.startsWith("-Djava.io.tmpdir="));
        return command;
    }

    /** Runs a command that is to end as one does that could not judge, and returns what it prints. */
    private static String said(ProcessBuilder command) throws Exception {
        Process tool = command.redirectErrorStream(true).start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(SICK, tool.waitFor(), said);
        return said;
    }
}

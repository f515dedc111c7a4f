package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.Java;
import workshop.process.Owned;

/** What commands from anywhere fetch and keep, and what {@code upgrade} does: the launcher's classes, without JBang before them. */
@DisplayName("what is fetched from anywhere")
@ExtendWith(Shared.Resolver.class)
class AnywhereFetchTest {

    private static final String SECOND = "2".repeat(40);
    private static final int DAMAGED = 4096;
    private static final String SCRIPT = "lessons/01-first-producer/FirstProducer.java";
    @TempDir
    private static Path classes;
    @TempDir
    private Path home;
    private PublicHost host;
    private Path folder;
    private Map<String, byte[]> files;

    @BeforeAll
    static void compile(Shared shared) throws IOException {
        try (Stream<Path> sources = Files.list(shared.course().root().resolve("workshop/launcher"))) {
            Stream<String> options = Stream.of("-d", classes.toString(), "-encoding", "UTF-8", "-XDignore.symbol.file");
            assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null,
                    Stream.concat(options, sources.map(Path::toString)).toArray(String[]::new)));
        }
    }

    @BeforeEach
    void open(Shared shared) throws IOException {
        host = new PublicHost(shared.course().root());
        folder = Files.createDirectory(home.resolve("folder"));
        files = host.files();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    @DisplayName("two at once make one copy, and it is the one that is asked for from then on")
    void twoAtOnce() throws Exception {
        Process other = Owned.start(launcher("Upgrade", host.catalog()));
        Launch.Run run = Stranger.run(launcher("Upgrade", host.catalog()));
        assertEquals(0, other.waitFor());
        assertEquals("Commands from anywhere run commit 1111111 now.\n", run.out(), run.err());
        assertEquals(List.of(PublicHost.FIRST, "HEAD.ref"), cached());

        host.push(SECOND, new byte[0]);
        int before = host.requests().size();
        assertEquals(0, Stranger.run(launcher("Anywhere", host.catalog(), "three-brokers")).exit());
        assertEquals(before, host.requests().size(), "it asked though it had the course");
    }

    @Test
    @DisplayName("a mirror stands in for the host, and a tag is the commit that it stands on")
    void mirror() throws Exception {
        ProcessBuilder command = launcher("Upgrade", PublicHost.REPOSITORY + "/v1");
        command.environment().put("THREE_BROKERS_GITHUB", host.url() + "/");
        Launch.Run run = Stranger.run(command);
        assertEquals("Commands from anywhere run commit 1111111 now.\n", run.out(), run.err());
    }

    @Test
    @DisplayName("what is not the archive of the commit is not kept")
    void wrongArchives() throws Exception {
        byte[] right = PublicHost.zip(SECOND, files);
        Map<String, byte[]> outside = new TreeMap<>(files);
        outside.put("../../outside", new byte[1]);
        byte[] damaged = right.clone();
        // one byte alone may be that of a file's time, which nobody misses
        for (int i = 0; i < DAMAGED; i++) {
            damaged[right.length / 2 + i] ^= 1;
        }
        assertAll(() -> refused("not that of commit", PublicHost.zip(PublicHost.FIRST, "kafka-" + SECOND + "/", files)),
                () -> refused("a file outside of", PublicHost.zip(SECOND, outside)),
                () -> refused("a file outside of", PublicHost.zip(SECOND, "other/", files)),
                () -> refused("has no jbang", PublicHost.zip(SECOND, Map.of("README.md", new byte[1]))),
                () -> refused("", Arrays.copyOf(right, right.length / 2)), () -> refused("", damaged));
        host.say("X-Checksum-Sha256", "0".repeat(64));
        refused("its SHA-256 is not 0000", right);
    }

    private void refused(String why, byte[] archive) throws Exception {
        host.push(SECOND, archive);
        Launch.Run run = Stranger.run(launcher("Upgrade", host.catalog()));
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("three-brokers: cannot fetch the course from " + host.url()) && run.err().contains(why), run.err());
        assertEquals(List.of(), cached());
    }

    @Test
    @DisplayName("upgrade renews what was not touched, and nothing that was")
    void upgrade() throws Exception {
        Launch.Run made = Stranger.run(launcher("Anywhere", host.catalog(), "three-brokers"));
        Path own = folder.resolve("three-brokers");
        assertTrue(made.out().contains("Three Brokers is in " + own.toAbsolutePath()), made.err());
        assertTrue(Files.isExecutable(own.resolve("jbang")));
        Files.writeString(own.resolve(SCRIPT), "// mine\n");
        Files.writeString(own.resolve("progress.txt"), "mine\n");
        Files.writeString(own.resolve("README.md"), "mine\n");
        files.put("README.md", bytes("newer\n"));
        files.put("docs/new.md", bytes("new\n"));
        files.put(SCRIPT, bytes("// newer\n"));
        files.put("lessons/02-batching/Batching.java", bytes("// newer\n"));
        files.remove("LICENSE");
        host.push(SECOND, PublicHost.zip(SECOND, files));

        Launch.Run run = Stranger.run(launcher("Upgrade", host.catalog()));

        assertEquals(0, run.exit(), run.err());
        assertAll(() -> assertTrue(run.out().contains("at commit 2222222 now; it was at 1111111. Files renewed: 4."), run.out()),
                () -> assertTrue(run.out().contains("stays: " + SCRIPT + ", which you edited; as it is in the course now"), run.out()),
                () -> assertEquals("// mine\n", Files.readString(own.resolve(SCRIPT))),
                () -> assertEquals("mine\n", Files.readString(own.resolve("progress.txt"))),
                () -> assertEquals("newer\n", Files.readString(own.resolve("README.md"))),
                () -> assertEquals("mine\n", Files.readString(own.resolve("README.md.1"))),
                () -> assertEquals("// newer\n", Files.readString(own.resolve("lessons/02-batching/Batching.java"))),
                () -> assertEquals("new\n", Files.readString(own.resolve("docs/new.md"))),
                () -> assertFalse(Files.exists(own.resolve("LICENSE"))));
        Launch.Run again = Stranger.run(launcher("Upgrade", host.catalog()));
        assertTrue(again.out().contains("is at the newest commit, 2222222"), again.out());
        assertTrue(again.out().contains("stays: " + SCRIPT + ", which you edited"), again.out());
    }

    @Test
    @DisplayName("a copy that no ref stands for goes when nobody has used it for two months")
    void unusedCopies() throws Exception {
        assertEquals(0, Stranger.run(launcher("Upgrade", host.catalog())).exit());
        host.push(SECOND, PublicHost.zip(SECOND, files));
        assertEquals(0, Stranger.run(launcher("Upgrade", host.catalog())).exit());
        assertEquals(List.of(PublicHost.FIRST, SECOND, "HEAD.ref"), cached());
        Instant then = Instant.now().minus(Duration.ofDays(61));
        for (String commit : List.of(PublicHost.FIRST, SECOND)) {
            Files.setLastModifiedTime(courses().resolve(commit), FileTime.from(then));
        }

        assertEquals(0, Stranger.run(launcher("Upgrade", host.catalog())).exit());

        assertEquals(List.of(SECOND, "HEAD.ref"), cached());
        assertTrue(Files.getLastModifiedTime(courses().resolve(SECOND)).toInstant().isAfter(then));
    }

    private ProcessBuilder launcher(String script, String from, String... arguments) {
        List<String> command = Stream.concat(Stream.of("-XX:TieredStopAtLevel=1", "-cp", classes.toString(),
                "-Dworkshop.jbang=dev.jbang.Main --quiet run any@" + from + " 01", "workshop.launcher." + script),
                Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(Java.command(command.toArray(String[]::new))).directory(folder.toFile());
        builder.environment().put("THREE_BROKERS_CACHE", home.resolve("cache").toString());
        builder.environment().put("JBANG_DIR", home.resolve("jbang").toString());
        builder.environment().keySet().removeAll(List.of("THREE_BROKERS_GITHUB", "HTTP_PROXY", "http_proxy"));
        return builder;
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> kept = Files.list(courses())) {
            return kept.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path courses() throws IOException {
        try (Stream<Path> repositories = Files.list(home.resolve("cache/courses"))) {
            return repositories.findFirst().orElseThrow();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

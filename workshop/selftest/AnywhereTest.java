package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.process.Background;
import workshop.process.Owned;
import workshop.process.PortOwner;

/** Every alias as somebody types it who has JBang and nothing else: the public host is one on the loopback address. */
@DisplayName("from anywhere")
@ExtendWith(Shared.Resolver.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
// the pseudo-terminal is made by a command of Linux
@EnabledOnOs(OS.LINUX)
class AnywhereTest {

    private static final List<String> NEED_A_FOLDER = List.of("reset 01 --yes", "check 01");
    private static final List<Map.Entry<String, Integer>> COMMANDS = List.of(Map.entry("list", 0), Map.entry("hint 01", 0),
            Map.entry("solution 01", 1), Map.entry("reset 01 --yes", 2), Map.entry("check 01", 2), Map.entry("doctor --help", 0),
            Map.entry("upgrade", 0), Map.entry("test --only moment", 2), Map.entry("bench --help", 0), Map.entry("mutate --help", 0),
            Map.entry("check 01 --file FirstProducer.java", 0));

    private static final Pattern IN_README = Pattern.compile("jbang ([a-z-]+)@OWNER/REPOSITORY([^`\\n]*)");

    private final Set<String> typed = new TreeSet<>();
    private final Map<String, Launch.Run> built = new ConcurrentSkipListMap<>();
    private CompletableFuture<Void> building;
    private PublicHost host;
    private Stranger stranger;
    private Path root;

    @BeforeAll
    void open(Shared shared, @TempDir Path home) throws IOException {
        Assumptions.assumeTrue(shared.kind().equals(EmbeddedCluster.KIND), "its brokers are embedded ones");
        Assumptions.assumeTrue(IntStream.of(PlaygroundServer.PORTS).allMatch(PortOwner::isFree), "a playground runs here");
        root = shared.course().root();
        host = new PublicHost(root);
        stranger = new Stranger(Files.createDirectory(home.resolve("one")), host);
        stranger.takeWhatSavesTime();
        // beside the others: it takes long, and waits much
        Stranger another = new Stranger(Files.createDirectory(home.resolve("another")), host);
        building = Background.call("lessons", () -> {
            shared.course().lessons().forEach(lesson -> build(lesson.folder().substring(3), another));
            return null;
        });
    }

    @AfterAll
    void close() {
        host.close();
    }

    @Test
    @Order(1)
    @DisplayName("a command runs in any folder, and leaves none")
    void commands() throws Exception {
        Files.copy(root.resolve("solutions/01-first-producer/FirstProducer.java"), stranger.folder().resolve("FirstProducer.java"));
        for (Map.Entry<String, Integer> command : COMMANDS) {
            Launch.Run run = stranger.type(from(command.getKey()));
            assertEquals(command.getValue(), run.exit(), () -> command.getKey() + "\n" + run.out() + run.err());
            assertTrue(!NEED_A_FOLDER.contains(command.getKey()) || run.err().contains("three-brokers"), run.err());
        }
        assertEquals(List.of("FirstProducer.java"), stranger.left());
        assertEquals(1, host.requests().stream().filter(path -> path.contains("/archive/")).count(), host.requests().toString());
    }

    @Test
    @Order(2)
    @DisplayName("the playground and a lesson run by hand")
    void byHand() throws Exception {
        Process cluster = Owned.start(stranger.jbang(from("cluster")).redirectErrorStream(true));
        try (BufferedReader said = cluster.inputReader(StandardCharsets.UTF_8)) {
            String welcome = said.lines().takeWhile(line -> !line.startsWith("Ctrl-C")).reduce("", (all, line) -> all + line + "\n");
            assertTrue(welcome.contains("jbang first-producer@" + host.catalog()), welcome);
            Launch.Run lesson = stranger.type(from("first-producer"));
            assertEquals(0, lesson.exit(), lesson.err());
        } finally {
            Stranger.end(cluster);
        }
    }

    @Test
    @Order(3)
    @DisplayName("each lesson is built from the host")
    void lessons(Shared shared) {
        building.join();
        assertEquals(shared.course().lessons().size(), built.size());
        assertAll(built.values().stream().map(run -> () -> assertEquals(0, run.exit(), run.err())));
    }

    @Test
    @Order(4)
    @DisplayName("three-brokers makes the folder and begins; the first save is judged; there it goes on")
    void threeBrokers() throws Exception {
        Path own = stranger.folder().resolve("three-brokers");
        stranger.firstVerdict(stranger.jbang(from("three-brokers")));
        Launch.Run again = stranger.type(from("three-brokers"));
        assertTrue(again.out().contains("Three Brokers is in " + own) && again.out().contains("cd three-brokers"), again.out());
        Launch.Run upgrade = Stranger.run(stranger.at(own, own.resolve("jbang").toString(), "upgrade"));
        assertTrue(upgrade.out().contains("is at the newest commit, 1111111"), upgrade.err());
        Launch.Run list = stranger.type(from("learn"));
        assertTrue(list.out().contains("Next: lesson 01"), list.err());
        assertEquals(List.of("FirstProducer.java", "three-brokers"), stranger.left());
    }

    @Test
    @Order(5)
    @DisplayName("without the network it goes on")
    void offline() throws Exception {
        host.close();
        Launch.Run run = stranger.type(from("hint 01"));
        assertEquals(0, run.exit(), run.err());
    }

    @Test
    @Order(6)
    @DisplayName("no alias of the catalog was left out")
    void all() throws IOException {
        Set<String> aliases = new TreeSet<>();
        new ObjectMapper().readTree(root.resolve("jbang-catalog.json").toFile()).get("aliases").fieldNames().forEachRemaining(aliases::add);
        Set<String> run = new TreeSet<>(built.keySet());
        typed.forEach(line -> run.add(line.split(" ")[0]));
        assertEquals(aliases, run);
        Set<String> told = IN_README.matcher(Files.readString(root.resolve("README.md"))).results()
                .map(match -> match.group(1) + match.group(2)).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(told.isEmpty());
        told.removeAll(typed);
        assertEquals(Set.of(), told, "the README's commands that were not typed");
    }

    private void build(String name, Stranger another) {
        try {
            built.put(name, another.type("build", name + "@" + host.catalog()));
        } catch (Exception e) {
            throw new IllegalStateException("lesson " + name, e);
        }
    }

    private String[] from(String line) {
        String[] words = line.split(" ");
        typed.add(line);
        words[0] += "@" + host.catalog();
        return words;
    }
}

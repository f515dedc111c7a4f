package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.evidence.Wait;
import workshop.learn.Progress;
import workshop.process.Owned;
import workshop.verdict.Course;
import workshop.verdict.Lesson;

/** A cluster that is named by its addresses is somebody else's, be it one of ours: what can be judged there is, and nothing is left. */
@DisplayName("a cluster of somebody else's")
@ExtendWith(Shared.Resolver.class)
class ForeignClusterTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    @TempDir
    private Path cache;
    @TempDir
    private Path temp;
    private Course course;
    private Cluster cluster;
    private Admin admin;
    private Set<String> before;
    private Checks checks;

    @BeforeEach
    void open(Shared shared) throws Exception {
        course = CourseCopy.of(shared.course(), folder);
        cluster = shared.cluster();
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        before = there();
        checks = new Checks(folder, cache, temp);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private Set<String> there() throws Exception {
        return Stream.concat(admin.listTopics().names().get().stream(),
                admin.listGroups().all().get().stream().map(GroupListing::groupId)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("a lesson whose facts need no broker taken away is passed, by the address of one broker, and nothing is left there")
    void passed() throws Exception {
        Checks.Ended said = checks.run("08", cluster.brokers().get(2), "--solution");
        assertEquals(0, said.code(), said.text());
        assertEquals(before, there());
        assertEquals(Set.of(), made());
    }

    @Test
    @DisplayName("facts that need a broker taken away are skipped with the reason: incomplete, code 4, no pass, and what to do")
    void incomplete() throws Exception {
        Lesson first = course.lessons().get(0);
        Files.copy(first.solution(), first.script(), StandardCopyOption.REPLACE_EXISTING);
        Checks.Ended said = checks.run("01", cluster.bootstrapServers(), "--json");
        assertEquals(4, said.code(), said.text());
        String json = said.text().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
        JsonNode verdict = new ObjectMapper().readTree(json);
        assertEquals("incomplete", verdict.get("verdict").asText());
        assertEquals("external", verdict.get("cluster").asText());
        assertTrue(verdict.get("message").asText().contains("--cluster embedded"), said.text());
        List<String> outcomes = verdict.get("facts").findValuesAsText("outcome");
        assertEquals(List.of("passed", "passed", "skipped", "skipped", "passed", "passed"), outcomes);
        assertTrue(verdict.get("facts").get(2).get("seen").asText().contains("a broker would have to be stopped"), said.text());
        assertFalse(Files.exists(folder.resolve(Progress.FILE)), "noted as passed");
        assertEquals(before, there());
    }

    @Test
    @DisplayName("a stub fails there as it does on the workshop's own brokers, code 1")
    void failed() throws Exception {
        Checks.Ended said = checks.run("04", cluster.bootstrapServers());
        assertEquals(1, said.code(), said.text());
        assertEquals(before, there());
    }

    @Test
    @DisplayName("what a check leaves that is killed goes with the next one there, and what is not a check's stays")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends POSIX signals")
    void killed() throws Exception {
        Process killed = Owned.start(checks.command("04", cluster.bootstrapServers(), "--solution")
                .redirectErrorStream(true).redirectOutput(folder.resolve("killed").toFile()));
        Wait.until("a program of the check to be in its group", SOON, () -> admin.listGroups().all().get().stream()
                .anyMatch(group -> !before.contains(group.groupId())));
        Signals.send("KILL", killed.toHandle());
        killed.waitFor();
        Set<String> left = there();
        assertTrue(left.size() > before.size(), left.toString());
        // whatever is in a file: a name that a check cannot have made is not deleted
        admin.createTopics(List.of(new NewTopic("by-hand", 1, (short) 1))).all().get();
        Files.writeString(cache.resolve("made-up.txt"), "on the cluster " + admin.describeCluster().clusterId().get() + "\nby-hand\n");
        Checks.Ended said = checks.run("01", cluster.bootstrapServers());
        assertEquals(1, said.code(), said.text());
        before.add("by-hand");
        assertEquals(before, there());
        assertEquals(Set.of(), made());
        admin.deleteTopics(List.of("by-hand")).all().get();
    }

    @Test
    @DisplayName("learn judges there, too, and says on which brokers")
    // the pseudo-terminal is made by a command of Linux
    @EnabledOnOs(OS.LINUX)
    void learn() throws Exception {
        ProcessBuilder learn = Tool.command(temp, "learn", "--cluster", cluster.brokers().get(1)).directory(folder.toFile());
        learn.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "THREE_BROKERS_CACHE", cache.toString()));
        try (PseudoTerminal terminal = new PseudoTerminal(learn, 100, 40)) {
            terminal.await("the brokers", text -> text.contains("3 brokers (external) on " + cluster.brokers().get(1)));
            Lesson first = course.lessons().get(0);
            Files.copy(first.solution(), first.script(), StandardCopyOption.REPLACE_EXISTING);
            terminal.await("the solution's verdict", text -> text.contains("incomplete, 4 of 6 passed"));
            terminal.type("q");
            assertTrue(terminal.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals(0, terminal.process().exitValue(), terminal.text());
        }
        assertFalse(Files.exists(folder.resolve(Progress.FILE)), "noted as passed");
        assertEquals(before, there());
    }

    private Set<String> made() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("made-")).collect(Collectors.toSet());
        }
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.evidence.wire.Tap;
import workshop.learn.Progress;
import workshop.process.Background;
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

    /** How a command ended, and what it said on both streams. */
    private record Said(int code, String text) {
    }

    @BeforeEach
    void open(Shared shared) throws Exception {
        course = CourseCopy.of(shared.course(), folder);
        cluster = shared.cluster();
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        before = there();
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
        Said said = check("08", cluster.brokers().get(2), "--solution");
        assertEquals(0, said.code(), said.text());
        assertEquals(before, there());
        assertEquals(Set.of(), made());
    }

    @Test
    @DisplayName("facts that need a broker taken away are skipped with the reason: incomplete, code 4, no pass, and how to have them judged")
    void incomplete() throws Exception {
        Lesson first = course.lessons().get(0);
        Files.copy(first.solution(), first.script(), StandardCopyOption.REPLACE_EXISTING);
        Said said = check("01", cluster.bootstrapServers(), "--json");
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
        Said said = check("04", cluster.bootstrapServers());
        assertEquals(1, said.code(), said.text());
        assertEquals(before, there());
    }

    @Test
    @DisplayName("a list of addresses that is none is a bad option, code 2")
    void malformed() throws Exception {
        for (String list : List.of("localhost:9092,", "localhost:99999", "one,two", ":9092")) {
            Said said = check("01", list);
            assertEquals(2, said.code(), said.text());
            assertEquals(1, said.text().lines().count(), said.text());
            assertTrue(said.text().contains("HOST:PORT"), said.text());
        }
    }

    @Test
    @DisplayName("where nobody listens, or another service does, or one that says nothing, there is no verdict, and a line that says so")
    void noBroker() throws Exception {
        int closed;
        try (ServerSocket socket = listen()) {
            closed = socket.getLocalPort();
        }
        sick("no broker answers at 127.0.0.1:" + closed, cluster.brokers().get(1) + ",127.0.0.1:" + closed);
        try (ServerSocket web = listen()) {
            Background.start("web", () -> answer(web));
            sick("does not speak Kafka's protocol", "127.0.0.1:" + web.getLocalPort());
        }
        try (ServerSocket silent = listen()) {
            sick("does not answer", "127.0.0.1:" + silent.getLocalPort());
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket web) {
        while (!web.isClosed()) {
            try (var client = web.accept()) {
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    @Test
    @DisplayName("a cluster of fewer than three brokers, and one on which topics may not be made, are no good: code 3, and a line")
    void unfit() throws Exception {
        // what a tap refuses to a program is refused to a check behind it
        try (Tap tap = new Tap(cluster, Set.of())) {
            sick("you have no right to", tap.address(1));
        }
        cluster.stopBroker(3);
        try {
            sick("has 2 of the three brokers", cluster.brokers().get(1));
        } finally {
            cluster.startBroker(3);
            try (Evidence evidence = new Evidence(cluster)) {
                evidence.awaitAllInSync();
            }
        }
    }

    @Test
    @DisplayName("what a check leaves that is killed goes with the next one there, and what is not a check's stays")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends POSIX signals")
    void killed() throws Exception {
        Process killed = Owned.start(command("04", cluster.bootstrapServers(), "--solution")
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
        Said said = check("01", cluster.bootstrapServers());
        assertEquals(1, said.code(), said.text());
        before.add("by-hand");
        assertEquals(before, there());
        assertEquals(Set.of(), made());
        admin.deleteTopics(List.of("by-hand")).all().get();
    }

    private Set<String> made() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("made-")).collect(Collectors.toSet());
        }
    }

    private void sick(String why, String addresses) throws Exception {
        Said said = check("01", addresses);
        assertEquals(3, said.code(), said.text());
        assertTrue(said.text().replaceAll("\\s+", " ").contains(why), said.text());
    }

    private Said check(String lesson, String addresses, String... options) throws Exception {
        Process check = Owned.start(command(lesson, addresses, options).redirectErrorStream(true));
        check.getOutputStream().close();
        String text = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(check.waitFor(), text);
    }

    private ProcessBuilder command(String lesson, String addresses, String... options) {
        ProcessBuilder check = Tool.command(temp, Stream.concat(Stream.of("check", lesson, "--cluster", addresses),
                Stream.of(options)).toArray(String[]::new)).directory(folder.toFile());
        check.environment().put("THREE_BROKERS_CACHE", cache.toString());
        return check;
    }
}

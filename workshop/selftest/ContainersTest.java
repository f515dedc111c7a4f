package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.cluster.Cluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.external.ExternalCluster;
import workshop.cluster.testcontainers.DockerEngine;
import workshop.evidence.Wait;
import workshop.process.CacheFolder;
import workshop.program.Program;
import workshop.program.ProgramRun;
import workshop.script.ScriptBuilder;
import workshop.verdict.Judge;
import workshop.verdict.Submission;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/** The containers of Testcontainers and of {@code docker-compose.yml} are brokers like the embedded ones. */
@DisplayName("containers")
@ExtendWith(Shared.Resolver.class)
class ContainersTest {

    /** What differs between the kinds, as it must: how a broker is reached, how it finds the others, where its data lies. */
    private static final Set<String> MUST_DIFFER = new TreeSet<>(Set.of("advertised.listeners", "listeners",
            "listener.security.protocol.map", "inter.broker.listener.name", "controller.quorum.voters", "log.dirs"));

    private static final Map<String, List<String>> ARGUMENTS = Map.of("07-offsets", List.of("beginning"));
    private static final Duration SOON = Duration.ofSeconds(25);
    // the exit code of a JVM that SIGTERM has ended, however well
    private static final int TERMINATED = 143;

    private static Compose compose;

    @BeforeAll
    static void up(Shared shared) throws Exception {
        compose = new Compose(shared.course().root(), DockerEngine.find(Duration.ofSeconds(30)).image());
    }

    @AfterAll
    static void down() throws Exception {
        if (compose != null) {
            compose.close();
        }
    }

    @Test
    @DisplayName("they report the same settings as embedded brokers, but for those that must differ")
    void settings(Shared shared) throws Exception {
        try (Cluster embedded = EmbeddedCluster.start(false)) {
            Map<Integer, Map<String, String>> expected = settings(embedded.brokers());
            assertEquals(MUST_DIFFER, differing(expected, settings(shared.cluster().brokers())), "Testcontainers");
            assertEquals(MUST_DIFFER, differing(expected, settings(compose.brokers())), "docker-compose.yml");
        }
    }

    private static Set<String> differing(Map<Integer, Map<String, String>> some, Map<Integer, Map<String, String>> others) {
        Set<String> differing = new TreeSet<>();
        some.forEach((broker, settings) -> {
            Map<String, String> other = others.get(broker);
            Stream.concat(settings.keySet().stream(), other.keySet().stream())
                    .filter(name -> !String.valueOf(settings.get(name)).equals(String.valueOf(other.get(name))))
                    .forEach(differing::add);
        });
        return differing;
    }

    private static Map<Integer, Map<String, String>> settings(SortedMap<Integer, String> brokers)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin(brokers)) {
            Map<Integer, Map<String, String>> settings = new TreeMap<>();
            for (int broker : brokers.keySet()) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(broker));
                Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
                Map<String, String> named = new HashMap<>();
                for (ConfigEntry entry : config.entries()) {
                    named.put(entry.name(), entry.value());
                }
                settings.put(broker, named);
            }
            return settings;
        }
    }

    @Test
    @DisplayName("docker-compose.yml makes the lessons' topics")
    void topics(Shared shared) throws Exception {
        Set<String> expected = shared.course().topics().stream().map(NewTopic::name)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Admin admin = admin(compose.brokers())) {
            assertEquals(expected, new TreeSet<>(admin.listTopics().names().get()));
        }
    }

    @TestFactory
    @DisplayName("a check on the playground of docker-compose.yml fails the stub, and nothing of the solution, and leaves nothing there")
    Stream<DynamicTest> judged(Shared shared) {
        return shared.course().lessons().stream().map(lesson -> dynamicTest(lesson.folder(), () -> {
            try (Admin admin = admin(compose.brokers())) {
                Set<String> before = there(admin);
                ExternalCluster external = ExternalCluster.join(List.copyOf(compose.brokers().values()), CacheFolder.path());
                try (Judge judge = new Judge(external)) {
                    Verdict solution = judge.judge(new Submission(lesson, lesson.solution()), 0, fact -> { });
                    assertTrue(Set.of(Verdict.Result.PASSED, Verdict.Result.INCOMPLETE).contains(solution.result()),
                            () -> new TextReport(false).of(solution));
                    Verdict stub = judge.judge(new Submission(lesson, lesson.stub()), 0, fact -> { });
                    assertEquals(Verdict.Result.FAILED, stub.result(), () -> new TextReport(false).of(stub));
                }
                assertEquals(before, there(admin));
            }
        }));
    }

    private static Set<String> there(Admin admin) throws ExecutionException, InterruptedException {
        return Stream.concat(admin.listTopics().names().get().stream(),
                admin.listGroups().all().get().stream().map(GroupListing::groupId)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Admin admin(SortedMap<Integer, String> brokers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, String.join(",", brokers.values())));
    }

    private static boolean hasMember(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .anyMatch(group -> group.groupState().equals(Optional.of(GroupState.STABLE)));
    }

    @TestFactory
    @DisplayName("by hand, with nothing in its environment, a solution finds the playground of docker-compose.yml")
    Stream<DynamicTest> byHand(Shared shared) {
        return shared.course().lessons().stream().map(lesson -> dynamicTest(lesson.folder(), () -> {
            Program program = new Program(ScriptBuilder.build(lesson.solution())).reading("user-1\tpays\n")
                    .args(ARGUMENTS.getOrDefault(lesson.folder(), List.of()).toArray(String[]::new));
            try (ProgramRun run = program.start(); Admin admin = admin(compose.brokers())) {
                // a consumer goes on until it is told to end, and prints something or has a group of its own before that
                Wait.until(lesson.name() + " to end, to print or to read", SOON,
                        () -> run.hasEnded() || !run.output().lines().isEmpty() || hasMember(admin));
                boolean told = !run.hasEnded();
                run.terminate();
                run.awaitEnd();
                assertTrue(run.succeeded() || told && run.exitCode().equals(Optional.of(TERMINATED)),
                        () -> run.ending() + "\n" + run.errors().text());
            }
        }));
    }
}

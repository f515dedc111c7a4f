package workshop.selftest;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.testcontainers.TestcontainersCluster;

/** The workshop's own tests: that the course is sound, that every check judges right, and that the tool does its part. */
public final class SelfTest {

    /** The kinds of cluster to test on. */
    public static final List<String> CLUSTERS = List.of(EmbeddedCluster.KIND, TestcontainersCluster.KIND);

    private static final int NOTHING_TO_TEST = 2;
    private static final List<Class<?>> WITHOUT_THE_CLUSTER = List.of(CourseTest.class, TextsTest.class, PromisesTest.class,
            TastesTest.class, EditorTest.class, UpdatesTest.class, EncodingTest.class, ReportsTest.class, RoundsTest.class,
            HostileTextTest.class, MachineTest.class, SubmissionTest.class, PatienceTest.class, PrintedTest.class, ScriptBuilderTest.class,
            ProgramRunTest.class, ProgressTest.class, LauncherTest.class, LauncherJavaTest.class, MisspeltTest.class,
            LauncherFetchTest.class, LauncherJBangTest.class, LauncherEncodingTest.class, DockerEngineTest.class, HostCommandsTest.class,
            BrokersTest.class, TapVersionsTest.class, ForeignCodeTest.class, MutatorsTest.class, MutantsTest.class, MultiplesTest.class,
            WatchdogTest.class, DiskTest.class, AnywhereFetchTest.class, TemplatesAnywhereTest.class, CommandTableTest.class,
            TypedCommandsTest.class);
    private static final List<Class<?>> ON_A_CLUSTER = List.of(ClusterTest.class, EvidenceTest.class, TapTest.class,
            TapTroubleTest.class, TapCommitsTest.class, AuthorizerTest.class, PlaygroundTest.class, ForeignClusterTest.class,
            LearnTest.class, LearnAloneTest.class, CleanUpTest.class);
    // what they establish is the same on every kind, and they take minutes
    private static final List<Class<?>> ON_ONE_KIND = List.of(SeclusionTest.class, ForeignClusterAddressesTest.class,
            BesideThePlaygroundTest.class, LatestSaveTest.class, StoppedToolTest.class, TemplatesTest.class,
            JudgementTest.class);
    // it builds all that a stranger builds, which takes minutes: CI asks for it by its name
    private static final List<Class<?>> BY_NAME_ALONE = List.of(FirstFromAnywhereTest.class, AnywhereTest.class);
    private static final List<Class<?>> IN_CONTAINERS = List.of(ContainersTest.class);

    // what runs beside something else says so itself, by @Execution
    private static final Map<String, String> TOOL_ONE_BY_ONE_BESIDE_VERDICTS = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.executor-service", "worker_thread_pool",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(Shared.AT_ONCE));

    private SelfTest() {
    }

    /**
     * Runs the tests, telling of each as it ends. Those that need no brokers, or their own, or for which
     * the kind does not matter, run with the embedded kind alone.
     *
     * @param lessons the lessons whose programs are to be judged, as a person writes them; none for all of them, and for
     *                the tests of the tool too
     * @param only    a part of the name of the classes to run, empty for all of them
     * @param cluster the kind of cluster to judge on, one of {@link #CLUSTERS}
     * @param corpus  whether the programs of the corpus are to be judged too
     * @param verbose whether the brokers' log goes to standard error
     * @param out     what is told, ending with a line {@code N passed, N failed}
     * @return the exit code: 0 where all passed, 1 where some failed, 2 where there is nothing to run
     */
    public static int run(List<String> lessons, String only, String cluster, boolean corpus, boolean verbose, PrintStream out) {
        Progress progress = new Progress(out);
        Stream<Class<?>> ofTheTool = (cluster.equals(EmbeddedCluster.KIND)
                ? Stream.of(WITHOUT_THE_CLUSTER, ON_A_CLUSTER, ON_ONE_KIND, only.isEmpty() ? List.<Class<?>>of() : BY_NAME_ALONE)
                : Stream.of(IN_CONTAINERS, ON_A_CLUSTER)).flatMap(List::stream);
        List<Class<?>> all = Stream.concat(lessons.isEmpty() ? ofTheTool : Stream.of(), Stream.of(LessonsTest.class)).toList();
        List<Class<?>> classes = all.stream()
                .filter(type -> type.getSimpleName().toLowerCase(Locale.ROOT).contains(only.toLowerCase(Locale.ROOT))).toList();
        if (classes.isEmpty()) {
            out.println("no test class has " + only + " in its name. There are "
                    + all.stream().map(type -> type.getSimpleName()).collect(Collectors.joining(", ")) + ".");
            return NOTHING_TO_TEST;
        }
        LauncherConfig config = LauncherConfig.builder().enableTestEngineAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine()).build();
        try (LauncherSession session = LauncherFactory.openSession(config);
                Shared shared = new Shared(lessons, cluster, corpus, verbose)) {
            session.getStore().put(Shared.NAMESPACE, Shared.class, shared);
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request()
                    .configurationParameter(TempDir.DEFAULT_FACTORY_PROPERTY_NAME, OwnedFolders.class.getName())
                    .configurationParameters(TOOL_ONE_BY_ONE_BESIDE_VERDICTS)
                    .selectors(classes.stream().map(type -> selectClass(type)).toList()).build(), progress);
        }
        return progress.summary();
    }
}

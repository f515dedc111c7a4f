package workshop.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.testcontainers.DockerEngine;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.evidence.Evidence;
import workshop.evidence.Wait;
import workshop.learn.SaveTimes;
import workshop.process.CacheFolder;
import workshop.process.Owned;
import workshop.verdict.Lesson;

/** Measures what the workshop costs on this machine, each figure several times, and prints the table. */
public final class Bench {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    // brokers in containers take half as long again to go and to come back
    private static final double IN_CONTAINERS = 1.5;

    private final Path root;
    private final Lesson lesson;
    private final WarmChecks warm;
    private final int runs;
    private final PrintStream progress;

    /**
     * Prepares the measurements.
     *
     * @param lessons  the lessons whose solutions are judged; from a cold start the first one alone
     * @param runs     how often each figure is taken
     * @param progress what is told of each run
     */
    public Bench(List<Lesson> lessons, int runs, PrintStream progress) {
        this.lesson = lessons.get(0);
        this.root = lesson.root();
        this.warm = new WarmChecks(lessons, runs, progress);
        this.runs = runs;
        this.progress = progress;
    }

    /** What is measured together. */
    public enum Part { FIRST, COLD, LEARN, WARM, CONTAINERS }

    /**
     * Measures and returns the table, a line a figure.
     *
     * @throws IOException where a command of the workshop cannot be started
     */
    public List<String> table(Set<Part> parts) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Row.header()));
        if (parts.contains(Part.FIRST)) {
            lines.add(new Row("check " + lesson.number() + " in a clone with empty caches, to the verdict", 20, "s",
                    new FirstVerdict(lesson, runs, progress).measure()).line());
        }
        if (parts.contains(Part.COLD)) {
            lines.addAll(cold());
        }
        if (parts.contains(Part.LEARN)) {
            lines.addAll(saves());
        }
        if (parts.contains(Part.WARM)) {
            warm.rows(EmbeddedCluster.start(false), Bench::warm).forEach(row -> lines.add(row.line()));
        }
        if (parts.contains(Part.CONTAINERS)) {
            lines.addAll(containers("check " + lesson.number()));
        }
        return lines;
    }

    // from lesson 06 on programs are killed and brokers taken away; lesson 10 is a storm of that
    private static double warm(Lesson lesson) {
        int number = Integer.parseInt(lesson.number());
        return number < 6 ? 8 : number < 10 ? 15 : 40;
    }

    private List<String> cold() throws IOException {
        List<Double> memory = new ArrayList<>();
        List<Double> start = starts(() -> EmbeddedCluster.start(false));
        List<Double> cold = checks(EmbeddedCluster.KIND, () -> { });
        List<Double> beside;
        Process playground = command("cluster");
        try {
            Wait.until("the playground", PATIENCE, () -> PlaygroundCluster.pid(CacheFolder.path())
                    .filter(pid -> pid == playground.pid())
                    .isPresent());
            // the brokers are the largest of its processes by far
            beside = checks(PlaygroundCluster.KIND, () -> playground.descendants().map(Bench::residentMemory)
                    .flatMap(Optional::stream).max(Double::compare).ifPresent(memory::add));
        } finally {
            // as Ctrl-C does, so that it takes its brokers along
            playground.toHandle().destroy();
            await(playground);
        }
        String check = "check " + lesson.number();
        List<String> lines = new ArrayList<>(List.of(
                new Row("three embedded brokers, new JVM to first topic with 3 replicas", 2.5, "s", start).line(),
                new Row(check + " from a cold start, embedded", 8, "s", cold).line(),
                new Row(check + " beside a running playground", 4, "s", beside).line()));
        if (!memory.isEmpty()) {
            lines.add(new Row("memory of the three embedded brokers (RSS), after checks", 650, "MB", counted(memory)).line());
        }
        return lines;
    }

    // what somebody waits for all day is measured twice as often
    private List<String> saves() throws IOException {
        SaveTimes times = SaveTimes.measure(EmbeddedCluster.start(false), lesson, 2 * runs, progress);
        return List.of(new Row("learn: save to compiled", 0.5, "s", times.compiled()).line(),
                new Row("learn: save to program started", 0.6, "s", times.started()).line(),
                new Row("learn: save to first fact", 1.5, "s", times.firstFact()).line(),
                new Row("learn: save to verdict on lesson " + lesson.number(), 1.5, "s", times.verdict()).line(),
                new Row("the solution of lesson " + lesson.number() + " alone, on the same brokers", 0.5, "s", times.alone()).line(),
                new Row("learn: save to first fact, as a multiple of that", 2, "times", times.timesAlone(times.firstFact())).line(),
                new Row("learn: save to verdict, as a multiple of that", 3.5, "times", times.timesAlone(times.verdict())).line(),
                new Row("learn: save to a compile error", 0.5, "s", times.error()).line());
    }

    private List<String> containers(String check) throws IOException {
        DockerEngine engine;
        try {
            engine = DockerEngine.find(PATIENCE);
        } catch (ClusterException e) {
            return List.of("three containers: not measured, as " + e.getMessage());
        }
        List<String> lines = new ArrayList<>(List.of(
                new Row("three containers by Testcontainers, new JVM to first topic with 3 replicas", 10, "s",
                        starts(() -> TestcontainersCluster.start(engine, false))).line(),
                new Row(check + " from a cold start, testcontainers", 20, "s",
                        checks(TestcontainersCluster.KIND, () -> { })).line()));
        warm.rows(TestcontainersCluster.start(engine, false), each -> IN_CONTAINERS * warm(each))
                .forEach(row -> lines.add(row.line()));
        return lines;
    }

    // one run more, first and not counted: it makes the class-data archives
    private List<Double> starts(Supplier<Cluster> kind) {
        List<Double> measured = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            long begun = System.nanoTime();
            try (Cluster cluster = kind.get(); Evidence evidence = new Evidence(cluster)) {
                evidence.create(List.of(new NewTopic("first", 1, (short) 3)));
                measured.add(seconds(begun));
                progress.printf("%s brokers ready after %.2f s%n", cluster.kind(), measured.get(run));
            }
        }
        return counted(measured);
    }

    private List<Double> checks(String cluster, Runnable afterEach) throws IOException {
        List<Double> measured = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            awaitWholePlayground(cluster);
            Path justSaved = justSaved();
            long begun = System.nanoTime();
            Process check = command("check", lesson.number(), "--cluster", cluster, "--file", justSaved.toString());
            int code = await(check);
            if (code != 0) {
                throw new ClusterException("check " + lesson.number() + " --cluster " + cluster + " ended with code "
                        + code);
            }
            measured.add(seconds(begun));
            afterEach.run();
            progress.printf("check on %s: %.2f s%n", cluster, measured.get(run));
        }
        return counted(measured);
    }

    // the check before has stopped a broker, which takes a moment to come back
    private static void awaitWholePlayground(String kind) {
        if (kind.equals("playground")) {
            Wait.until("the playground to be whole", PATIENCE, () -> {
                Optional<PlaygroundCluster> playground = PlaygroundCluster.join(CacheFolder.path());
                if (playground.isEmpty()) {
                    return false;
                }
                try (PlaygroundCluster cluster = playground.get(); Evidence evidence = new Evidence(cluster)) {
                    cluster.take(PATIENCE, () -> { });
                    evidence.awaitAllInSync();
                    return true;
                }
            });
        }
    }

    // with a line of its own, so that it has to be compiled, as after a save
    private Path justSaved() throws IOException {
        Path file = Owned.folder().resolve(lesson.name() + ".java");
        return Files.writeString(file, Files.readString(lesson.solution()) + "// " + UUID.randomUUID() + "\n");
    }

    private Process command(String... arguments) throws IOException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = new ArrayList<>();
        command.add(root.resolve(windows ? "jbang.cmd" : "jbang").toString());
        command.addAll(List.of(arguments));
        return Owned.start(new ProcessBuilder(command).directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    /** Returns the resident memory of a process in MB, where the system tells it as Linux does. */
    private static Optional<Double> residentMemory(ProcessHandle process) {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024).findFirst();
        } catch (IOException systemDoesNotTell) {
            return Optional.empty();
        }
    }

    private static List<Double> counted(List<Double> all) {
        return all.subList(1, all.size());
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}

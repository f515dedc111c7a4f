package workshop.verdict;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import workshop.check.RecordWriter;
import workshop.check.Trial;
import workshop.check.TrialResolver;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.program.Program;
import workshop.program.ProgramArchive;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** Judges programs on one cluster, one after the other. */
public final class Judge implements AutoCloseable {

    // nothing is looked up on the class path: the engine is known, and the search costs a start its speed
    private static final LauncherConfig CONFIG = LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build();

    private final Cluster cluster;
    private final Evidence evidence;
    private final RecordWriter writer;

    /** Takes the cluster to judge on, which is closed with the judge. */
    public Judge(Cluster cluster) {
        this.cluster = cluster;
        this.writer = new RecordWriter(cluster);
        this.evidence = new Evidence(cluster);
    }

    /**
     * Builds a program for a lesson, or returns the verdict where it cannot be built.
     *
     * @return a {@link Script} or a {@link Verdict}
     */
    public static Build build(Lesson lesson, Path program) {
        long start = System.nanoTime();
        try {
            return new Build(lesson, program, ScriptBuilder.build(program), null, since(start));
        } catch (ScriptException e) {
            Verdict.Result result = e.reason() == ScriptException.Cause.SCRIPT ? Verdict.Result.BROKEN
                    : Verdict.Result.SICK;
            return new Build(lesson, program, null, new Verdict(lesson, program, result, List.of(), e.getMessage(),
                    since(start), ""), since(start));
        }
    }

    /**
     * A program that was built, or why it was not.
     *
     * @param lesson  the lesson that it is for
     * @param program the file
     * @param script  the program, or null
     * @param verdict the verdict where there is no program, or null
     * @param time    how long it took
     */
    public record Build(Lesson lesson, Path program, Script script, Verdict verdict, Duration time) {
    }

    /**
     * Judges a program.
     *
     * @param seed what the check's random data comes from
     * @param told hears of each fact as soon as it is established
     */
    public Verdict judge(Build build, long seed, Consumer<FactResult> told) {
        long start = System.nanoTime();
        if (build.verdict() != null) {
            return build.verdict();
        }
        FactListener facts = new FactListener(told);
        String trouble = "";
        try (LauncherSession session = LauncherFactory.openSession(CONFIG)) {
            ProgramArchive.make(build.script(), cluster.bootstrapServers());
            try (Trial trial = new Trial(cluster, evidence, writer, new Program(build.script()), seed)) {
                session.getStore().put(Namespace.GLOBAL, TrialResolver.KEY, trial);
                session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(build.lesson().checkClass())).build(), facts);
            }
        } catch (RuntimeException | IOException e) {
            trouble = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        if (trouble.isEmpty()) {
            trouble = facts.trouble();
        }
        return new Verdict(build.lesson(), build.program(), result(facts, trouble), facts.results(), trouble,
                since(start).plus(build.time()), cluster.kind());
    }

    private static Verdict.Result result(FactListener facts, String trouble) {
        if (!trouble.isEmpty()) {
            return Verdict.Result.SICK;
        }
        return facts.results().stream().anyMatch(fact -> fact.outcome() == FactResult.Outcome.FAILED)
                ? Verdict.Result.FAILED : Verdict.Result.PASSED;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        writer.close();
        evidence.close();
        cluster.close();
    }
}

package workshop.selftest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import workshop.cluster.Cluster;
import workshop.cluster.OwnCluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.evidence.Wait;
import workshop.process.Memory;
import workshop.verdict.Course;
import workshop.verdict.Judge;
import workshop.verdict.Judgement;
import workshop.verdict.Lesson;
import workshop.verdict.Machine;
import workshop.verdict.Submission;
import workshop.verdict.Verdict;

/**
 * What the tests share: the course, a cluster for the tests of the tool, and others on which programs are judged meanwhile. Each is
 * started when the first test needs it.
 */
final class Shared implements AutoCloseable {

    static final Namespace NAMESPACE = Namespace.create(Shared.class);

    // each has brokers of its own, and up to seven programs
    private static final long MEMORY_FOR_THREE = 12L << 30;

    /**
     * So many tests run at a time: the programs of the corpus, each judged on a cluster of its own, and one test of the tool beside
     * them as long as there are any. While one waits, another has work for the cores.
     */
    static final int AT_ONCE = Memory.total() < MEMORY_FOR_THREE ? 2 : 3;

    // the load that the system tells is that of the last minute
    private static final Duration CALM = Duration.ofMinutes(3);

    private final ReentrantReadWriteLock beside = new ReentrantReadWriteLock(true);
    private final List<String> words;
    private final String kind;
    private final boolean corpus;
    private final boolean verbose;
    private final Deque<Judge> idle = new ArrayDeque<>();
    private final List<Judge> judges = new ArrayList<>();
    private Cluster cluster;
    private Judge ofTheTool;

    Shared(List<String> lessons, String cluster, boolean corpus, boolean verbose) {
        this.words = lessons;
        this.kind = cluster;
        this.corpus = corpus;
        this.verbose = verbose;
    }

    /** Returns the course around the folder in which the tests were started. */
    Course course() {
        try {
            return Course.around(Path.of(""));
        } catch (Course.UnknownLessonException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Returns the lessons whose programs are to be judged. */
    List<Lesson> lessons() {
        if (words.isEmpty()) {
            return course().lessons();
        }
        try {
            return course().lessons(words);
        } catch (Course.UnknownLessonException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Returns whether the programs of the corpus are to be judged. */
    boolean withCorpus() {
        return corpus;
    }

    /** Returns the word for the kind of cluster to judge on. */
    String kind() {
        return kind;
    }

    /** Returns the cluster for the tests of the tool, of which one runs at a time. */
    synchronized Cluster cluster() {
        if (cluster == null) {
            cluster = newCluster();
            ofTheTool = add(cluster);
        }
        // what was judged before may have left a broker on its way back
        ofTheTool.recover().join();
        return cluster;
    }

    /** Returns the judge on {@link #cluster()}. */
    synchronized Judge judge() {
        cluster();
        return ofTheTool;
    }

    /**
     * Judges a program on a cluster of its own; called no more than {@link #AT_ONCE} times at once, as JUnit is told. Where the
     * verdict is that the machine was too busy for one, or that chance has left a fact open, it does what that verdict says: it
     * judges again when the machine is not. Brokers that have ended by themselves, or do not come back, are replaced, as a session of
     * {@code learn} does: what was judged on them is judged once more, and that is told.
     */
    Verdict judge(Submission submission, Judgement judgement) {
        Judged first = judge(submission, judgement, beside.readLock());
        Optional<String> again = first.whyAgain();
        if (again.isEmpty()) {
            return first.verdict();
        }
        System.err.println(submission.program().getFileName() + " is judged again, and no other one beside it: " + again.get());
        return judge(submission, judgement, beside.writeLock()).verdict();
    }

    private record Judged(Verdict verdict, boolean brokersGone) {

        Optional<String> whyAgain() {
            boolean sick = verdict.result() == Verdict.Result.SICK;
            return sick && brokersGone ? Optional.of("its brokers were gone; " + verdict.message())
                    : sick && Machine.isCrowd(verdict.message()) ? Optional.of(verdict.message())
                    : verdict.result() == Verdict.Result.INCOMPLETE ? Optional.of("chance has left a fact open")
                    : Optional.empty();
        }
    }

    private Judged judge(Submission submission, Judgement judgement, Lock lock) {
        lock.lock();
        Judge judge = take();
        boolean gone = false;
        try {
            if (beside.isWriteLockedByCurrentThread()) {
                Wait.until("the machine to be less busy", CALM, () -> !Machine.isCrowded());
            }
            Verdict verdict = judge.judge(submission, ThreadLocalRandom.current().nextLong(), fact -> { }, judgement);
            gone = verdict.result() == Verdict.Result.SICK && areGone(judge.cluster(), verdict.message());
            return new Judged(verdict, gone);
        } finally {
            giveBack(judge, gone);
            lock.unlock();
        }
    }

    // what their host has to say begins like this
    private static boolean areGone(Cluster cluster, String message) {
        return cluster instanceof OwnCluster own && (own.ended().isDone() || message.startsWith("the brokers (" + own.kind() + ")"));
    }

    // what came after would be judged on brokers that are gone, and in no time
    private void giveBack(Judge judge, boolean gone) {
        if (gone) {
            judge.close();
        } else {
            judge.recover();
        }
        synchronized (this) {
            if (gone) {
                judges.remove(judge);
            } else {
                idle.add(judge);
            }
        }
    }

    private synchronized Judge take() {
        return idle.isEmpty() ? add(newCluster()) : idle.remove();
    }

    private Judge add(Cluster added) {
        Judge one = new Judge(added);
        judges.add(one);
        return one;
    }

    private Cluster newCluster() {
        return kind.equals(TestcontainersCluster.KIND)
                ? TestcontainersCluster.start(verbose) : EmbeddedCluster.start(verbose);
    }

    @Override
    public synchronized void close() {
        judges.forEach(Judge::close);
    }

    /** Hands it to tests that ask for it. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Shared.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(Shared.class))
                    .get(Shared.class, Shared.class);
        }
    }
}

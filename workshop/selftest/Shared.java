package workshop.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import workshop.cluster.Cluster;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.cluster.testcontainers.TestcontainersCluster;
import workshop.verdict.Course;
import workshop.verdict.Judge;
import workshop.verdict.Lesson;

/** What the tests share: the course, one cluster and one judge on it, started when the first of them needs it. */
final class Shared implements AutoCloseable {

    static final Namespace NAMESPACE = Namespace.create(Shared.class);

    private final List<String> words;
    private final String kind;
    private final boolean corpus;
    private final boolean verbose;
    private Cluster cluster;
    private Judge judge;

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
        List<Lesson> lessons = new ArrayList<>();
        for (String word : words) {
            try {
                lessons.add(course().lesson(word));
            } catch (Course.UnknownLessonException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        return lessons;
    }

    /** Returns whether the programs of the corpus are to be judged. */
    boolean withCorpus() {
        return corpus;
    }

    /** Returns the word for the kind of cluster to judge on. */
    String kind() {
        return kind;
    }

    synchronized Cluster cluster() {
        if (cluster == null) {
            cluster = kind.equals(TestcontainersCluster.KIND)
                    ? TestcontainersCluster.start(verbose) : EmbeddedCluster.start(verbose);
        }
        return cluster;
    }

    synchronized Judge judge() {
        if (judge == null) {
            judge = new Judge(cluster());
        }
        return judge;
    }

    @Override
    public synchronized void close() {
        if (judge != null) {
            judge.close();
        } else if (cluster != null) {
            cluster.close();
        }
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

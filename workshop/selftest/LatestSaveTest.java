package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.cluster.Cluster;
import workshop.evidence.Evidence;
import workshop.learn.Event;
import workshop.learn.LatestSave;
import workshop.learn.SessionCluster;
import workshop.verdict.Judge;
import workshop.verdict.Lesson;
import workshop.verdict.Verdict;

/** Saves that come while another one is judged. */
@DisplayName("latest save")
@ExtendWith(Shared.Resolver.class)
class LatestSaveTest {

    // as long as a judgement of the lesson takes
    private static final int TENTHS = 15;
    // after so many saves the learner waits for the verdict
    private static final int EACH = 5;

    @TempDir
    private Path folder;
    private final BlockingQueue<Event> news = new LinkedBlockingQueue<>();
    private Judge judge;
    private Lesson lesson;

    @BeforeEach
    void open(Shared shared) throws IOException {
        judge = shared.judge();
        lesson = CourseCopy.of(shared.course(), folder).lessons().get(0);
        Files.writeString(lesson.script(), Files.readString(lesson.solution()));
    }

    @Test
    @DisplayName("a save at any tenth of a second of a judgement is judged right, and no broker stays away")
    void atEachTenth(Shared shared) throws Exception {
        try (LatestSave saves = new LatestSave(() -> CompletableFuture.completedFuture(SessionCluster.of(judge)), news)) {
            for (int tenth = 1; tenth <= TENTHS; tenth++) {
                saves.judge(lesson);
                // a learner's next save, after so long
                TimeUnit.MILLISECONDS.sleep(100 * tenth);
                if (tenth % EACH == 0) {
                    saves.judge(lesson);
                    Verdict verdict = awaitVerdict(saves.latest());
                    assertEquals(Verdict.Result.PASSED, verdict.result(), tenth + " tenths: " + verdict.message());
                }
            }
            saves.awaitIdle();
        }
        try (Evidence evidence = new Evidence(shared.cluster())) {
            assertEquals(shared.cluster().brokers().keySet(), evidence.brokers());
        }
    }

    @Test
    @DisplayName("a save while a broker stops is judged right, and no broker stays away")
    void whileABrokerStops(Shared shared) throws Exception {
        Cluster cluster = shared.cluster();
        Moment moment = new Moment(cluster);
        try (Judge judge = new Judge(moment);
                LatestSave saves = new LatestSave(() -> CompletableFuture.completedFuture(SessionCluster.of(judge)), news)) {
            for (int hundredth : new int[] {0, 20}) {
                moment.then(10 * hundredth, () -> saves.judge(lesson));
                saves.judge(lesson);
                moment.await();
                Verdict verdict = awaitVerdict(saves.latest());
                assertEquals(Verdict.Result.PASSED, verdict.result(), hundredth + " hundredths: " + verdict.message());
            }
            saves.awaitIdle();
        }
        try (Evidence evidence = new Evidence(cluster)) {
            assertEquals(cluster.brokers().keySet(), evidence.brokers());
        }
    }

    private Verdict awaitVerdict(int save) throws InterruptedException {
        while (true) {
            if (news.take() instanceof Event.Judged judged && judged.save() == save) {
                return judged.verdict();
            }
        }
    }
}

package checks.firstconsumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/** Whether lesson 04's program commits every second while it runs on the topic that falls quiet. */
public final class Commits {

    // the lesson asks for 1 s; who looks at the clock between polls of a second each may take two
    private static final long MAX_MILLIS = 2500;
    // what is not explained by the default of 5 s any more
    private static final long DEFAULT_MILLIS = 6500;
    private static final Duration TO_COMMIT = Duration.ofSeconds(10);
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    private final Story story;
    private final Run run;
    private final TopicPartition partition;

    public Commits(Story story) {
        this.story = story;
        this.run = story.idle();
        this.partition = new TopicPartition(run.topic().name(), 0);
    }

    /**
     * Returns where two commits were not much more than a second apart.
     *
     * @throws Wrong where the group commits nothing, or two times running let it wait for too long
     */
    public void judge() {
        long next = last(story.afterTheQuiet()) + 1;
        awaitCommit(next);
        // some commit again and again, others when there is something new: so there is, if need be
        for (int tries = 3; tries > 0 && millisBetween(commits()).noneMatch(millis -> millis <= MAX_MILLIS); tries--) {
            long toTheFirst = run.firstCommit().map(first -> millis(first - story.idleHadReadAt())).orElse(0L);
            if (tries == 1 || waitsTooLong(toTheFirst, commits()) > 1) {
                throw tooSeldom();
            }
            story.writeOneMore();
            awaitCommit(++next);
        }
    }

    private void awaitCommit(long next) {
        Duration sinceTheFirstOrder = Duration.ofNanos(System.nanoTime() - story.idleHadReadAt());
        Duration rest = committed().isEmpty() ? TO_COMMIT.minus(sinceTheFirstOrder) : TO_COMMIT;
        Duration patience = rest.compareTo(AT_LEAST) < 0 ? AT_LEAST : rest;
        if (!Wait.holdsWithin(patience, () -> committed().getOrDefault(partition, 0L) >= next)) {
            Long committed = committed().get(partition);
            throw Wrong.seen("the program ran on for more than " + TO_COMMIT.toSeconds() + " s after "
                            + (committed == null ? "its first order of " + partition + ", and its group " + run.groupId()
                                    + " committed nothing."
                                    : "offset " + (next - 1) + " on " + partition + ", and its group " + run.groupId()
                                    + " committed no more than " + committed + "."))
                    .means("a committed offset is the group's bookmark. A program that crashes commits nothing any more: what "
                            + "it has not committed while it ran is read again.")
                    .lookAt("what in your program commits while it runs: the consumer in the background, or you?").late();
        }
    }

    private Wrong tooSeldom() {
        long least = millisBetween(commits()).min(Long::compare).orElseThrow();
        Wrong wrong = Wrong.seen("the commits of the group " + run.groupId() + " were " + least
                + " ms apart, or more, though there was something to commit.").late();
        return least > DEFAULT_MILLIS
                ? wrong.means("after a crash a group reads again what came after its last commit. In the background means within "
                                + "poll(): between two calls of it nothing is committed, whatever auto.commit.interval.ms says.")
                        .lookAt("what does your program do between two calls of poll(), and what tells it how often to commit?")
                : wrong.means("after a crash a group reads again what came after its last commit. auto.commit.interval.ms is 5000 "
                                + "unless you say otherwise, and the lesson asks for every second.")
                        .lookAt("how often does your consumer commit, and what tells it so?");
    }

    private Map<TopicPartition, Long> committed() {
        return run.group().committed();
    }

    /**
     * Returns how many times a group has let its commits wait for too long.
     *
     * @param toTheFirst for how many milliseconds it has waited with the first one, by this machine's clock
     * @param commits    when it has committed, by the clock of the broker that keeps its commits, which may be another machine's:
     *                   only the time between two of them says something here
     */
    public static long waitsTooLong(long toTheFirst, List<Long> commits) {
        return Stream.concat(Stream.of(toTheFirst), millisBetween(commits)).filter(millis -> millis > MAX_MILLIS).count();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    /** Returns when the group has committed. */
    private List<Long> commits() {
        return run.group().commits().stream().map(Commit::timestamp).sorted().distinct().toList();
    }

    private static Stream<Long> millisBetween(List<Long> times) {
        return IntStream.range(1, times.size()).mapToObj(n -> times.get(n) - times.get(n - 1));
    }

    private static long last(List<Stored> orders) {
        return orders.get(orders.size() - 1).offset();
    }
}

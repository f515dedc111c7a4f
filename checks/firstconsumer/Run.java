package checks.firstconsumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.RecordLines;
import workshop.check.Trial;
import workshop.evidence.Group;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.process.CoreWait;

/** Lesson 04's program at work for a group on a topic. */
public final class Run {

    /** How long the lesson gives a program to end once it has been told to. */
    public static final Duration TO_END = Duration.ofSeconds(5);
    // three times that, as it is told apart by this whether it ends at all; a second more for one that is seen to read on meanwhile
    private static final Duration TO_STOP = TO_END.multipliedBy(3);
    // an end that comes sooner needs no excuse
    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration TO_STOP_READING = Duration.ofSeconds(6);
    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    // so often each broker has had nothing to give: about three seconds, as most programs ask it
    private static final int QUIET = 6;

    private final Trial trial;
    private final NewTopic topic;
    private final String group;
    private final Attempt attempt;
    private final RecordLines printed;
    private final AtomicReference<Long> firstCommit = new AtomicReference<>();

    /**
     * What SIGTERM did to a run.
     *
     * @param ended   whether it ended in time
     * @param took    how long it took, or was given
     * @param starved for how long of this it waited for a core, as far as that can be seen
     * @param readOn  whether it asked for records all the while
     * @param stayed  who was a member of its group after that
     */
    public record Stop(Run run, boolean ended, Duration took, Duration starved, boolean readOn, List<Member> stayed) {

        /** Returns whether it took longer to end than the lesson gives it, and it was not for want of a core. */
        public boolean tooLong() {
            return took.minus(starved).compareTo(TO_END) > 0;
        }

        /** Returns whether the run has ended and left its group. */
        public boolean inGoodOrder() {
            return ended && stayed.isEmpty();
        }
    }

    /** Starts the program. */
    public Run(Trial trial, NewTopic topic, String group) {
        this.trial = trial;
        this.topic = topic;
        this.group = group;
        this.attempt = trial.attempt().with("TOPIC", topic.name()).with("GROUP_ID", group)
                .where(program -> program.atMost(LIMIT)).committingThrough(offsets -> {
                    firstCommit.compareAndSet(null, System.nanoTime());
                    return true;
                }).start();
        this.printed = RecordLines.withOrders(attempt.run());
    }

    public NewTopic topic() {
        return topic;
    }

    public Attempt attempt() {
        return attempt;
    }

    public String groupId() {
        return group;
    }

    /** Returns what the cluster knows of its group. */
    public Group group() {
        return trial.evidence().group(group);
    }

    public boolean hasEnded() {
        return attempt.run().hasEnded();
    }

    /** Returns the largest answer that it has allowed a broker, in bytes; 0 where it has asked none for records. */
    public int largestFetch() {
        return attempt.traffic().largestFetch();
    }

    /** Returns which of these orders it has not printed. */
    public List<Stored> missing(List<Stored> orders) {
        return printed().missing(orders);
    }

    /** Returns the orders that it has printed so far. */
    public RecordLines printed() {
        return printed.look();
    }

    /** Returns whether it has taken all that comes before these offsets. */
    public boolean hasReadTo(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream().allMatch(each -> attempt.traffic().readTo(each.getKey()) >= each.getValue());
    }

    /** Returns whether it has had nothing to read for a while. */
    public boolean isQuiet() {
        return attempt.traffic().emptyFetches() >= QUIET * leaders();
    }

    private int leaders() {
        return Math.min(topic.numPartitions(), trial.cluster().brokers().size());
    }

    /** Returns whether these orders will not come any more: it has ended, reads something else, or has read on for a while. */
    public boolean isPast(List<Stored> orders) {
        return hasEnded() || !elsewhere().isEmpty() || isQuiet() && orders.stream().allMatch(order ->
                attempt.traffic().readTo(order.topicPartition()) > order.offset());
    }

    /** Returns the topics that it has asked for and that are not there. */
    public Set<String> elsewhere() {
        return attempt.traffic().unknownTopics(topic.name());
    }

    /** Returns the groups that it is in and was not told of. */
    public Set<String> otherGroups() {
        Set<String> groups = new TreeSet<>(attempt.traffic().joined());
        groups.remove(group);
        return groups;
    }

    /** Tells it to stop; when this returns it has, and no member of its group is left, as the check sees to it. */
    public Stop stop() {
        int emptyBefore = attempt.traffic().emptyFetches();
        CoreWait starved = attempt.run().coreWait();
        long told = System.nanoTime();
        attempt.run().terminate();
        // on a busy machine it is slow to end, and just as slow to read on
        Wait.holdsWithin(TO_STOP, () -> {
            if (since(told).compareTo(USUAL) > 0) {
                // as long as it lives: then nothing can be told of its threads any more
                starved.longest();
            }
            return hasEnded() || since(told).compareTo(TO_STOP_READING) > 0
                    && attempt.traffic().emptyFetches() - emptyBefore > 2 * QUIET * leaders();
        });
        boolean ended = hasEnded();
        // each leader may still answer what it was asked before, and is told by one fetch more that the consumer is closed
        boolean readOn = attempt.traffic().emptyFetches() - emptyBefore > QUIET * leaders();
        Duration took = since(told);
        attempt.run().kill();
        List<Member> stayed = ended && Wait.holdsWithin(TO_LEAVE, () -> group().members().isEmpty())
                ? List.of() : group().members();
        stayed.forEach(group()::evict);
        return new Stop(this, ended, took, starved.longest().orElse(Duration.ZERO), readOn, stayed);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /** Returns when it first asked for a commit, by {@link System#nanoTime()}, if it has. */
    public Optional<Long> firstCommit() {
        return Optional.ofNullable(firstCommit.get());
    }

    /** Returns what has become of it, in words that continue a sentence about the program. */
    public String state() {
        return hasEnded() ? attempt.run().ending() : "is still running";
    }

    /** Returns the end of a sentence: what it has said, if anything. */
    public String said() {
        return Printed.by(attempt.run()).said();
    }
}

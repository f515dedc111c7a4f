package checks.firstconsumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/**
 * What lesson 04's program meets. It runs twice side by side: on a topic that has orders for it and gets more, and on one that
 * falls quiet for a while. The first run is told to stop, and more orders come; then it runs twice more on that topic, for its
 * group and for a new one.
 */
public final class Story {

    // two days: that a group begins with the oldest orders has nothing to do with their age
    private static final Duration OLD = Duration.ofDays(2);
    private static final Duration NEW = Duration.ZERO;
    // one after the other, so that a program with a fixed number of polls comes to its end
    private static final int ONE_BY_ONE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic quiet;
    private final OtherTopics others;
    private final List<Stored> earlier;
    private final List<Stored> beforeTheQuiet;
    private final Run plain;
    private final Run idle;
    private Duration patience = PATIENCE;
    private List<Stored> later;
    private List<Stored> afterTheQuiet;
    private Restart restart;
    private boolean idleHasRead;
    private long idleHadReadAt;
    private int orderId;

    /** How the first run ended, and what came after it: orders, a run of its group, and one of a new group. */
    public record Restart(Run.Stop stop, List<Stored> meanwhile, Run again, Run fresh) {
    }

    public Story(Trial trial) {
        this.trial = trial;
        // six digits, so that no offset, amount or time is taken for one
        orderId = ShopOrder.firstId(trial.random());
        orders = trial.topic("orders", 4);
        quiet = trial.topic("orders", 1);
        others = new OtherTopics(trial, orders);
        trial.create(Stream.concat(Stream.of(orders, quiet), others.all().stream()).toArray(NewTopic[]::new));
        earlier = write(orders, 5 + trial.random().nextInt(10), OLD, NEW);
        beforeTheQuiet = write(quiet, 4, OLD, NEW);
        trial.write(others.all().stream().flatMap(topic -> round(topic, OLD)).toList());
        plain = new Run(trial, orders, trial.group("order-readers"));
        idle = new Run(trial, quiet, trial.group("order-readers"));
    }

    /** Returns the run on the topic that has orders for it. */
    public Run plain() {
        return plain;
    }

    /** Returns the topics that no run is told of. */
    public OtherTopics others() {
        return others;
    }

    /** Returns the run on the topic that falls quiet. */
    public Run idle() {
        return idle;
    }

    /** Returns the orders of the first run, those from before its start and those after; it has printed them, or will not. */
    public List<Stored> inTheFirstRun() {
        if (later == null) {
            awaitShown(plain, earlier);
            beforeTheQuiet();
            int missing = plain.missing(earlier).size();
            // where some are missing, and not all, there is enough to tell
            boolean enough = plain.hasEnded() || !plain.elsewhere().isEmpty() || missing > 0 && missing < earlier.size();
            later = enough ? List.of() : write(orders, 5, NEW);
            awaitShown(plain, later);
        }
        return Stream.of(earlier, later).flatMap(List::stream).toList();
    }

    /** Returns the first orders of the topic that falls quiet; the second run has printed them, or will not. */
    public List<Stored> beforeTheQuiet() {
        if (!idleHasRead) {
            awaitShown(idle, beforeTheQuiet);
            idleHadReadAt = System.nanoTime();
            idleHasRead = true;
        }
        return beforeTheQuiet;
    }

    /**
     * Returns the moment at which the second run was seen to have printed the first orders, or not to do so any more, by
     * {@link System#nanoTime()}.
     */
    public long idleHadReadAt() {
        beforeTheQuiet();
        return idleHadReadAt;
    }

    /** Returns the orders after the quiet; the second run has printed them, or will not. There are none where it has ended. */
    public List<Stored> afterTheQuiet() {
        if (afterTheQuiet == null) {
            beforeTheQuiet();
            // what comes after the first run goes on meanwhile
            restart();
            Wait.holdsWithin(patience, () -> idle.hasEnded() || idle.isQuiet());
            afterTheQuiet = idle.hasEnded() ? List.of() : writeOneByOne();
            awaitShown(idle, afterTheQuiet);
        }
        return afterTheQuiet;
    }

    /** Writes one order more to the topic that fell quiet. */
    public void writeOneMore() {
        write(quiet, 0, OLD, NEW);
    }

    /** Returns what came after the first run was told to stop, which it is now; nothing where it had ended by itself. */
    public Restart restart() {
        inTheFirstRun();
        if (restart == null && !plain.hasEnded()) {
            Run.Stop stop = plain.stop();
            restart = new Restart(stop, write(orders, 3, NEW), new Run(trial, orders, plain.groupId()),
                    new Run(trial, orders, trial.group("order-readers")));
        }
        return restart;
    }

    /**
     * Waits until a run has printed these orders, or will not. A program that has let the check wait in vain is not waited for
     * as long again.
     */
    public void awaitShown(Run run, List<Stored> all) {
        if (!Wait.holdsWithin(patience, () -> run.missing(all).isEmpty() || run.isPast(all))) {
            patience = SETTLED;
        }
        // it may print on another thread than it reads
        Wait.holdsWithin(SETTLED, () -> run.missing(all).isEmpty() || run.hasEnded());
    }

    /** Waits until the first run has printed all of each of these orders, or does not any more. */
    public void awaitPrintedWhole(List<Stored> all) {
        Wait.holdsWithin(SETTLED, () -> all.stream().allMatch(plain.printed()::has));
    }

    /** Writes so many orders of one age to each partition of a topic, then one of another age; returns them as they lie there. */
    private List<Stored> write(NewTopic topic, int each, Duration age, Duration lastAge) {
        List<Duration> ages = new ArrayList<>(Collections.nCopies(each, age));
        ages.add(lastAge);
        return written(topic, () -> trial.write(ages.stream().flatMap(one -> round(topic, one)).toList()));
    }

    private List<Stored> write(NewTopic topic, int each, Duration age) {
        return write(topic, each - 1, age, age);
    }

    // each is read before the next comes, so that no poll() of a program that goes on reading takes two of a partition
    private List<Stored> writeOneByOne() {
        return written(quiet, () -> {
            Map<TopicPartition, Long> ends = trial.evidence().ends(quiet.name());
            boolean goesOn = true;
            for (int n = 0; n < ONE_BY_ONE; n++) {
                trial.write(round(quiet, NEW).toList());
                ends.replaceAll((partition, end) -> end + 1);
                goesOn = goesOn && Wait.holdsWithin(SETTLED, () -> idle.hasEnded() || idle.hasReadTo(ends));
            }
        });
    }

    private Stream<ProducerRecord<String, byte[]>> round(NewTopic topic, Duration age) {
        long timestamp = Instant.now().minus(age).toEpochMilli();
        return IntStream.range(0, topic.numPartitions()).mapToObj(partition -> {
            ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, "User", trial.random());
            return new ProducerRecord<>(topic.name(), partition, timestamp, order.user(),
                    order.json().getBytes(StandardCharsets.UTF_8));
        });
    }

    private List<Stored> written(NewTopic topic, Runnable writing) {
        Map<TopicPartition, Long> ends = trial.evidence().ends(topic.name());
        writing.run();
        return trial.evidence().records(topic.name()).stream()
                .filter(record -> record.offset() >= ends.get(new TopicPartition(topic.name(), record.partition()))).toList();
    }
}

package checks.offsets;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Printed;
import workshop.check.RecordLines;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/**
 * One run of the program of lesson 07 on a partition to which new orders are written all the while. In the middle of what it
 * holds by then lie markers of transactions, for which each program's {@code poll()} returns nothing.
 */
public final class Rush {

    // several polls, so that the next order is there before a program has come to the end; not too many for who prints much
    private static final int EARLIER = 1600;
    // so many more come for a program that has printed those, and does not end
    private static final int ENOUGH = 200;
    private static final int ONE_POLL = 500;
    // so often in a row a poll() has nothing, before the second half of the orders
    private static final int NOTHING = 12;
    // so often a program that has printed all asks for more behind the end: who stops there asks ahead once or twice
    private static final int ONWARD = 40;

    private static final String NO_END = "a partition has no end of its own: in life the next record is always on its way. The "
            + "end as it is at the start is a number, which does not grow with the partition.";

    private final Trial trial;
    private final NewTopic topic;
    private final TopicPartition partition;
    // all orders behind the markers have one time, which is later than theirs: so they lie in one segment
    private final long laterTime = System.currentTimeMillis() + Duration.ofMinutes(1).toMillis();
    private final List<ProducerRecord<String, byte[]>> before = new ArrayList<>();
    private final List<ProducerRecord<String, byte[]>> behind = new ArrayList<>();
    private List<Stored> earlier;
    private Replay run;
    private int orderId;
    private int written;
    private String firstLate;
    private boolean followed;
    private volatile long firstEnd = Long.MAX_VALUE;
    private volatile long end = Long.MAX_VALUE;

    /** Names the topic, which is to be made before {@link #fill()}. */
    public Rush(Trial trial) {
        this.trial = trial;
        topic = trial.topic("orders", 1, TopicConfig.SEGMENT_MS_CONFIG, Markers.SEGMENT_MS);
        partition = new TopicPartition(topic.name(), 0);
        orderId = ShopOrder.firstId(trial.random());
        long time = System.currentTimeMillis();
        for (int n = 0; n < EARLIER / 2; n++) {
            before.add(order(time));
        }
        for (int n = 0; n < EARLIER / 2; n++) {
            behind.add(order(laterTime));
        }
    }

    /** Returns the topic, as it is to be made. */
    public NewTopic topic() {
        return topic;
    }

    /** Writes what the partition holds before the program starts. */
    public void fill() {
        trial.write(before);
        Markers.write(trial, partition, NOTHING);
        trial.write(behind);
        earlier = trial.evidence().records(topic.name());
    }

    /** Starts the program; when this returns it has ended, was killed as it does not, or has read what came too late. */
    public Rush run() {
        run = new Replay(trial, topic.name(), Map.of(), this::isAsked, "beginning");
        writeMeanwhile();
        Replay.awaitOver(List.of(run));
        return this;
    }

    private void writeMeanwhile() {
        int afterAll = 0;
        int onward = 0;
        long readTo = 0;
        while (!run.run().hasEnded() && afterAll < ENOUGH) {
            RecordLines printed = run.printed();
            if (firstLate != null && printed.first(firstLate).isPresent()) {
                run.run().kill();
                return;
            }
            // who has printed an order knows where the partition ended: what is written from now on came later
            boolean begun = firstLate != null || earlier.stream().anyMatch(order -> printed.first(order).isPresent());
            if (begun && printed.missing(earlier).isEmpty()) {
                afterAll++;
                long last = readTo;
                readTo = run.attempt().traffic().readTo(partition);
                onward += readTo > last && last >= firstEnd ? 1 : 0;
            }
            ProducerRecord<String, byte[]> next = order(laterTime);
            trial.write(List.of(next));
            written++;
            if (begun && firstLate == null) {
                firstLate = String.valueOf(orderId - 1);
            }
        }
        followed = !run.run().hasEnded() && onward >= ONWARD;
        if (followed) {
            run.run().kill();
        }
    }

    // before the program hears where the partition ends an order lies behind that: what it reads then has it
    private void isAsked(TopicPartition asked, long told) {
        firstEnd = Math.min(firstEnd, told);
        end = told;
        trial.write(List.of(order(laterTime)));
    }

    private synchronized ProducerRecord<String, byte[]> order(long time) {
        ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, trial.random());
        return new ProducerRecord<>(topic.name(), partition.partition(), time, order.user(),
                order.json().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns where the program printed all that was there, nothing that came later, and ended. */
    public void judge() {
        RecordLines printed = run.printed();
        // who asks again and again follows the end, and is told so
        Optional<Stored> late = trial.evidence().records(topic.name()).stream().filter(order -> order.offset() >= end)
                .filter(order -> printed.times(order) > 0).findFirst();
        boolean printsLate = firstLate != null && printed.first(firstLate).isPresent();
        if (late.isPresent() && (firstEnd == end || !printsLate)) {
            throw Wrong.seen("the program asked where " + topic.name() + "-0 ends, and was told " + end + ". The order at "
                            + late.get().place() + " came after that, and it printed it, too.")
                    .means("poll() returns what the brokers have, also behind the end that you have asked for: what has "
                            + "come meanwhile is in the same answer.")
                    .lookAt("what does your program do with a record whose offset is that end, or past it?");
        }
        if (printsLate) {
            throw Wrong.seen("the program had begun to print the partition " + topic.name() + "-0, and then an order "
                            + "came: it printed that one too, and might still run if orders kept coming. It was: "
                            + Printed.quote(printed.first(firstLate).orElse("")))
                    .means(NO_END)
                    .lookAt("when does your program ask where a partition ends, how often, and what does it do with a "
                            + "record past that?");
        }
        if (followed) {
            throw Wrong.seen("the program had printed all orders that " + partition + " held before it started, and went on "
                            + "reading as more came: when they were " + ENOUGH + " it had not ended.")
                    .means(NO_END)
                    .lookAt("when does your program ask where a partition ends, how often, and what ends the loop around "
                            + "poll()?");
        }
        if (run.run().exitCode().isEmpty()) {
            throw Wrong.seen("while the program ran, " + written + " more orders came to " + topic.name()
                            + "-0, and it " + run.ending() + ".")
                    .means("a partition ends, for a program like this one, where it ended at the start. While orders "
                            + "keep coming poll() always has some: who waits for it to return none waits for ever.")
                    .lookAt("what ends the loop around poll(), and what does the program print, and how often, besides "
                            + "orders?");
        }
        List<Stored> missing = printed.missing(earlier);
        if (missing.size() == behind.size() && missing.get(0).offset() > before.size()) {
            throw Wrong.seen("the program printed the first " + before.size() + " orders of " + partition + ", and then "
                            + run.ending() + ". It did not print the " + missing.size() + " from " + missing.get(0).place()
                            + " on, which were there before it started. Between the two lie "
                            + (missing.get(0).offset() - before.size()) + " markers of transactions.")
                    .means("a marker is no record: poll() goes past it and may return nothing, though more orders come behind. "
                            + "Neither an empty poll nor several in a row say that the end is reached: position() does.")
                    .lookAt("what ends the loop around poll(), and is it there when poll() returns nothing?");
        }
        if (!missing.isEmpty()) {
            throw Wrong.seen("while the program ran, orders kept coming to " + topic.name() + "-0. It "
                            + run.ending() + " and did not print " + missing.size() + " of the " + EARLIER
                            + " that were there before, the first at " + missing.get(0).place() + ".")
                    .means(EARLIER - missing.size() == ONE_POLL
                            ? "one poll() returns at most max.poll.records, 500 unless you say otherwise."
                            : "what one poll() returns is some of what there is. Where a partition has been read to its end "
                            + "says position().")
                    .lookAt("what ends the loop around poll()?");
        }
        if (!run.run().succeeded()) {
            throw Wrong.seen("the program printed all orders of " + topic.name() + "-0, and then " + run.ending()
                            + ". It said: " + printed.besides(earlier).quoted())
                    .means("a code other than 0 says that something failed.")
                    .lookAt("what does the message say, and which line does it name?");
        }
    }
}

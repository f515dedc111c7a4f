package checks.offsets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Printed;
import workshop.check.RecordLines;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** One run of the program of lesson 07 on a partition to which new orders are written all the while. */
public final class Rush {

    // several polls, so that the next order is there before a program has come to the end; not too many for who prints much
    private static final int EARLIER = 1600;
    // so many more come for a program that has printed those, and does not end
    private static final int ENOUGH = 200;

    private final Trial trial;
    private final NewTopic topic;
    private final List<Stored> earlier;
    private final Replay run;
    private int orderId;
    private int written;
    private String firstLate;
    private volatile long end = Long.MAX_VALUE;

    /** Names the topic, which is to be made before the rush begins. */
    public static NewTopic topic(Trial trial) {
        return trial.topic("orders", 1);
    }

    /** Starts the program; when this returns it has ended, was killed as it does not, or has read what came too late. */
    public Rush(Trial trial, NewTopic topic) {
        this.trial = trial;
        this.topic = topic;
        orderId = 100_000 + trial.random().nextInt(800_000);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int n = 0; n < EARLIER; n++) {
            records.add(order());
        }
        trial.write(records);
        earlier = trial.evidence().records(topic.name());
        run = new Replay(trial, topic.name(), Map.of(), this::isAsked, "beginning");
        writeMeanwhile();
        Replay.awaitOver(List.of(run));
    }

    private void writeMeanwhile() {
        int afterAll = 0;
        while (!run.run().hasEnded() && afterAll < ENOUGH) {
            RecordLines printed = run.printed();
            if (firstLate != null && printed.first(firstLate).isPresent()) {
                run.run().kill();
                return;
            }
            // who has printed an order knows where the partition ended: what is written from now on came later
            boolean begun = firstLate != null || earlier.stream().anyMatch(order -> printed.times(order) > 0);
            if (begun && printed.missing(earlier).isEmpty()) {
                afterAll++;
            }
            ProducerRecord<String, byte[]> next = order();
            trial.write(List.of(next));
            written++;
            if (begun && firstLate == null) {
                firstLate = String.valueOf(orderId - 1);
            }
        }
    }

    // before the program hears where the partition ends an order lies behind that: what it reads then has it
    private void isAsked(TopicPartition partition, long told) {
        end = told;
        trial.write(List.of(order()));
    }

    private synchronized ProducerRecord<String, byte[]> order() {
        ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, trial.random());
        return new ProducerRecord<>(topic.name(), order.user(), order.json().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns where the program printed all that was there, nothing that came later, and ended. */
    public void judge() {
        RecordLines printed = run.printed();
        if (firstLate != null && printed.first(firstLate).isPresent()) {
            throw Wrong.seen("the program had begun to print the partition " + topic.name() + "-0, and then an order "
                            + "came: it printed that one too, and might still run if orders kept coming. "
                            + quote(firstLate))
                    .means("a partition has no end of its own: in life the next record is always on its way. The end "
                            + "as it is at the start is a number, which does not grow with the partition.")
                    .lookAt("when does your program ask where a partition ends, how often, and what does it do with a "
                            + "record past that?");
        }
        // of a program that asks again and again it is the last end that counts
        Optional<Stored> behind = trial.evidence().records(topic.name()).stream().filter(order -> order.offset() >= end)
                .filter(order -> printed.times(order) > 0).findFirst();
        if (behind.isPresent()) {
            throw Wrong.seen("the program asked where " + topic.name() + "-0 ends, and was told " + end + ". The order at "
                            + behind.get().place() + " came after that, and it printed it, too.")
                    .means("poll() returns what the brokers have, also behind the end that you have asked for: what has "
                            + "come meanwhile is in the same answer.")
                    .lookAt("what does your program do with a record whose offset is that end, or past it?");
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
        if (!missing.isEmpty()) {
            throw Wrong.seen("while the program ran, orders kept coming to " + topic.name() + "-0. It "
                            + run.ending() + " and did not print " + missing.size() + " of the " + EARLIER
                            + " that were there before, the first at " + missing.get(0).place() + ".")
                    .means("one poll() returns at most max.poll.records, 500 unless you say otherwise.")
                    .lookAt("what ends the loop around poll()?");
        }
        if (!run.run().succeeded()) {
            throw Wrong.seen("the program printed all orders of " + topic.name() + "-0, and then " + run.ending()
                            + ". It said: " + printed.besides(earlier).quoted())
                    .means("a code other than 0 says that something failed.")
                    .lookAt("what does the message say, and which line of your file does it name?");
        }
    }

    private String quote(String orderId) {
        return "It was: " + Printed.quote(run.printed().first(orderId).orElse(""));
    }
}

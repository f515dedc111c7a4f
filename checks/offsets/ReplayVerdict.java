package checks.offsets;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Printed;
import workshop.check.RecordLines;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Judges which orders a run of lesson 07 has printed, and words what is wrong with them. */
public final class ReplayVerdict {

    private static final String RESET = "seek() takes any offset. Where the partition does not hold it, the next "
            + "poll() goes where auto.offset.reset says instead: latest, the default, is the end, earliest the oldest "
            + "record.";

    private final OldOrders topic;
    private final Replay run;
    private final List<Stored> due;
    private final RecordLines printed;

    /** Takes a run that is over, and the orders that it was to print. */
    public ReplayVerdict(OldOrders topic, Replay run, List<Stored> due) {
        this.topic = topic;
        this.run = run;
        this.due = due;
        this.printed = run.printed();
    }

    /** Returns where it printed these orders and no others, each once and with its place. */
    public void judge() {
        List<Stored> shown = topic.held().stream().filter(order -> printed.first(order).isPresent()).toList();
        List<Stored> missing = printed.missing(due);
        List<Stored> extra = shown.stream().filter(order -> !due.contains(order)).toList();
        if (run.run().exitCode().orElse(0) != 0 && !missing.isEmpty()) {
            throw crashed(missing);
        }
        if (shown.isEmpty()) {
            throw nothing();
        }
        if (beganAtBookmarks(shown)) {
            throw fromBookmarks(shown.get(0));
        }
        if (!extra.isEmpty()) {
            throw tooMany(extra);
        }
        if (!missing.isEmpty()) {
            throw tooFew(missing);
        }
        due.forEach(this::judgeLine);
    }

    private void judgeLine(Stored order) {
        if (printed.times(order) == 0) {
            throw Wrong.seen("the line of the order at " + order.place() + " does not name its partition and its "
                    + "offset: "
                            + Printed.quote(printed.first(order).orElse("")))
                    .means("an offset is the place of a record in its partition: only both together name it.")
                    .lookAt("what do you print of a record, besides its key and its value?");
        }
        if (printed.times(order) > 1) {
            throw Wrong.seen("one run printed the order at " + order.place() + " " + printed.times(order) + " times.")
                    .means("poll() returns each record once, as long as nothing moves the consumer back.")
                    .lookAt("how often does a record reach the line that prints, and what seeks after that?");
        }
    }

    private Wrong crashed(List<Stored> missing) {
        Printed said = printed.besides(topic.held());
        Wrong wrong = Wrong.seen("with " + run.call() + " the program " + run.ending() + " and did not print "
                + count(missing) + ", the first at " + missing.get(0).place() + ". It said: " + said.quoted());
        if (said.has("No current assignment")) {
            return wrong.means("a consumer can be moved on partitions that it has. subscribe() only says which topics "
                            + "it wants: the group deals out their partitions within some later poll().")
                    .lookAt("which partitions does the consumer have when your program seeks, and since when?");
        }
        if (said.has("NullPointerException")) {
            return wrong.means("offsetsForTimes() answers for each partition that it is asked for. Where no record is "
                            + "as late as that time, the answer is null.")
                    .lookAt("what does your program do with the answer for a partition whose orders are all older?");
        }
        return wrong.means("an exception that nobody catches ends main, and what was to come after it is never "
                        + "printed. A place that one partition does not hold is no reason to leave out the others.")
                .lookAt("what does the message say, and which line of your file does it name?");
    }

    private Wrong nothing() {
        Set<String> elsewhere = run.attempt().traffic().unknownTopics(topic.name());
        if (!elsewhere.isEmpty()) {
            return Surroundings.otherTopic("the program asked the brokers for the topic " + String.join(", ", elsewhere)
                    + ", not for " + topic.name() + ".");
        }
        if (!run.attempt().traffic().hasConnected()) {
            return Wrong.seen("with " + run.call() + " the program connected to none of the brokers in "
                            + "KAFKA_BOOTSTRAP_SERVERS, and " + run.ending() + ". It said: "
                            + Printed.by(run.run()).quoted())
                    .means("a client finds the cluster by the addresses in bootstrap.servers.")
                    .lookAt("where do those addresses come from, and how far does your program get?");
        }
        String seen = "with " + run.call() + " the program printed none of " + due.size() + " orders, and "
                + run.ending()
                + ". It said: " + Printed.by(run.run()).quoted();
        return byTime() ? atAnotherTime(seen) : Wrong.seen(seen)
                .means("records come by poll(), from the partitions that the consumer has, and from its place on each. "
                        + "The first calls may well return none, while the consumer looks for its brokers: an empty "
                        + "poll is not the end.")
                .lookAt("which partitions does your consumer have, and what ends the loop around poll()?");
    }

    private Wrong atAnotherTime(String seen) {
        return Wrong.seen(seen)
                .means("offsetsForTimes() takes a moment, in milliseconds since the beginning of 1970 in UTC, and "
                        + "finds the first record on each partition that is not older. +02:00 says that the clock that "
                        + "was read is two hours ahead of UTC.")
                .lookAt("which moment is it that your program asks the brokers for, in UTC? It is to be "
                        + topic.time() + ".");
    }

    private boolean beganAtBookmarks(List<Stored> shown) {
        Map<TopicPartition, Long> begins = begins(shown);
        return begins.size() > 1 && !begins.equals(begins(due))
                && topic.bookmarks().entrySet().containsAll(begins.entrySet());
    }

    /** Returns the first of these orders on each partition that has any. */
    private static Map<TopicPartition, Long> begins(List<Stored> orders) {
        return orders.stream().collect(Collectors.toMap(ReplayVerdict::partition, Stored::offset, Math::min));
    }

    private Wrong fromBookmarks(Stored first) {
        return Wrong.seen("with " + run.call() + " the program began at " + first.place() + ", and on the other "
                        + "partitions too at the offset that its group had committed.")
                .means("after subscribe(), a consumer has no partition until the group has dealt them out, within some "
                        + "poll(): until then there is nothing to seek on. Without a seek it begins where its group "
                        + "has committed.")
                .lookAt("which partitions does the consumer have when your program seeks?");
    }

    private Wrong tooMany(List<Stored> extra) {
        Stored first = extra.get(0);
        String seen = "with " + run.call() + " the program printed the order at " + first.place();
        if (all(extra, order -> !begins(due).containsKey(partition(order)))) {
            return Wrong.seen(seen + ". " + partition(first) + (byTime() ? " has no order as late as that."
                            : " does not hold that offset: it has " + oldest(first.partition()) + " to "
                            + topic.end(partition(first)) + "."))
                    .means(byTime() ? "offsetsForTimes() answers null for a partition without an order as late as "
                            + "that: there is nothing to read." : RESET)
                    .lookAt("what does your program do about a partition that does not hold the place?");
        }
        seen += ", which comes before that.";
        if (byTime()) {
            return atAnotherTime(seen);
        }
        boolean byOne = all(extra, order -> due.stream()
                .anyMatch(next -> next.partition() == order.partition() && next.offset() == order.offset() + 1));
        return Wrong.seen(seen + (byOne ? " It was one too many on each partition." : ""))
                .means("the place to begin belongs to each partition by itself: seek(partition, offset) has the next "
                        + "poll() begin with the record at that offset.")
                .lookAt("where does your program begin on this partition, and from what does it work that out?");
    }

    private boolean byTime() {
        return run.arguments().get(0).equals("time");
    }

    private Wrong tooFew(List<Stored> missing) {
        String seen = "with " + run.call() + " the program " + run.ending() + " and did not print " + count(missing)
                + ", the first at " + missing.get(0).place() + ".";
        if (all(missing, order -> bounds(order, 1))) {
            return Wrong.seen(seen + " It is the last one there, and the partition ends at "
                            + topic.end(partition(missing.get(0))) + ".")
                    .means("the end of a partition is the offset that the next record will have: the last one lies "
                            + "before it.")
                    .lookAt("with what do you compare the end: with the offset of a record, or with the next to read?");
        }
        if (all(missing, order -> bounds(order, -1))) {
            return Wrong.seen(seen + " It is the first that was to come from there.")
                    .means("seek(partition, offset) has the next poll() begin with the record at that offset, and "
                            + "offsetsForTimes() finds the first record that is not older than the time: both count it "
                            + "in.")
                    .lookAt("is there a + 1 or a > in your program that should not be there?");
        }
        TopicPartition trimmed = topic.partition(OldOrders.Part.TRIMMED);
        if (all(missing, order -> partition(order).equals(trimmed))) {
            return Wrong.seen(seen + " That partition begins at " + oldest(trimmed.partition()) + ", as older orders "
                    + "were deleted.")
                    .means("a partition does not begin at 0 for ever: retention takes the oldest records away. "
                            + RESET)
                    .lookAt("how does your program learn where a partition begins?");
        }
        return Wrong.seen(seen)
                .means("a poll() returns what has come so far: of some partitions, of others not yet, or nothing at "
                        + "all. Neither an empty poll nor a number of polls says that a partition has been read to its "
                        + "end.")
                .lookAt("does your program read all partitions, and when does it take each of them as read?");
    }

    /** Returns whether nothing that was to be printed comes after an order (1), or before it (-1), on its partition. */
    private boolean bounds(Stored order, int side) {
        return due.stream().noneMatch(other -> other.partition() == order.partition()
                && Long.signum(other.offset() - order.offset()) == side);
    }

    private boolean all(List<Stored> orders, Predicate<Stored> same) {
        return orders.size() < due.size() && orders.stream().allMatch(same);
    }

    private long oldest(int partition) {
        return topic.held().stream().filter(order -> order.partition() == partition).findFirst().orElseThrow().offset();
    }

    private static TopicPartition partition(Stored order) {
        return new TopicPartition(order.topic(), order.partition());
    }

    private String count(List<Stored> missing) {
        return missing.size() + " of " + due.size() + " orders";
    }
}

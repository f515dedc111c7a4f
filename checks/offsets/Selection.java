package checks.offsets;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Which orders a run of lesson 07 has read, beside those that it was to read: where it began, and where it ended. */
final class Selection {

    private static final String RESET = "seek() takes any offset. Where the partition does not hold it, the next "
            + "poll() goes where auto.offset.reset says instead: latest, the default, is the end, earliest the oldest "
            + "record.";

    private final OldOrders topic;
    private final Replay run;
    private final List<Stored> due;

    /** Takes a run that is over, and the orders that it was to read. */
    Selection(OldOrders topic, Replay run, List<Stored> due) {
        this.topic = topic;
        this.run = run;
        this.due = due;
    }

    /** Returns where these orders, which the run has printed, are those that it was to read. */
    void judge(List<Stored> shown) {
        if (beganAtBookmarks(shown)) {
            throw fromBookmarks(shown.get(0));
        }
        List<Stored> extra = shown.stream().filter(order -> !due.contains(order)).toList();
        if (!extra.isEmpty()) {
            throw tooMany(extra);
        }
        List<Stored> missing = due.stream().filter(order -> !shown.contains(order)).toList();
        if (!missing.isEmpty()) {
            throw tooFew(missing, shown);
        }
    }

    private boolean beganAtBookmarks(List<Stored> shown) {
        Map<TopicPartition, Long> begins = begins(shown);
        return begins.size() > 1 && !begins.equals(begins(due))
                && topic.bookmarks().entrySet().containsAll(begins.entrySet());
    }

    /** Returns whether the program asked a broker for an offset behind the end of the shortest partition. */
    private boolean soughtBeyond() {
        TopicPartition partition = topic.partition(OldOrders.Part.SHORT);
        return run.attempt().traffic().readTo(partition) > topic.end(partition);
    }

    private boolean isBookmark(Stored order) {
        return topic.bookmarks().getOrDefault(order.topicPartition(), -1L) == order.offset();
    }

    /** Returns the first of these orders on each partition that has any. */
    private static Map<TopicPartition, Long> begins(List<Stored> orders) {
        return orders.stream().collect(Collectors.toMap(Stored::topicPartition, Stored::offset, Math::min));
    }

    private Wrong fromBookmarks(Stored first) {
        return Wrong.seen("with " + run.call() + " the program began at " + first.place() + ", and on the other "
                        + "partitions too at the offset that its group had committed.")
                .means("after subscribe(), a consumer has no partition until the group has dealt them out, within some "
                        + "poll(): until then there is nothing to seek on. Without a seek it begins where its group "
                        + "has committed.")
                .lookAt("which partitions does the consumer have when your program seeks?");
    }

    /** Returns what to say of a run that asked the brokers for another time than it was to. */
    static Wrong atAnotherTime(OldOrders topic, String seen) {
        return Wrong.seen(seen)
                .means("offsetsForTimes() takes a moment, in milliseconds since the beginning of 1970 in UTC, and "
                        + "finds the first record on each partition that is not older. +02:00 says that the clock that "
                        + "was read is two hours ahead of UTC.")
                .lookAt("which moment is it that your program asks the brokers for, in UTC? It is to be "
                        + topic.time() + ".");
    }

    private Wrong tooMany(List<Stored> extra) {
        Stored first = extra.get(0);
        String seen = "with " + run.call() + " the program printed the order at " + first.place();
        if (all(extra, order -> !begins(due).containsKey(order.topicPartition()))) {
            return Wrong.seen(seen + ". " + first.topicPartition() + (run.byTime() ? " has no order as late as that."
                            : " does not hold that offset: it begins at " + oldest(first.partition())
                            + " and ends at " + topic.end(first.topicPartition()) + "."))
                    .means(isBookmark(first) ? "a partition that you assign, and on which you do not seek, begins where "
                            + "the group has committed: that is " + first.offset() + " here." : run.byTime() ? "offsetsForTimes() answers null for a partition without an order as late as "
                            + "that: there is nothing to read." : soughtBeyond() ? RESET
                            : "who asks for a place that a partition does not hold is not served by another one: the orders "
                            + "from there on are not those that were asked for.")
                    .lookAt("what does your program do about a partition that does not hold the place?");
        }
        seen += ", which comes before that.";
        if (run.byTime()) {
            return atAnotherTime(topic, seen);
        }
        boolean byOne = all(extra, order -> due.stream()
                .anyMatch(next -> next.partition() == order.partition() && next.offset() == order.offset() + 1));
        return Wrong.seen(seen + (byOne ? " It was one too many on each partition." : ""))
                .means("the place to begin belongs to each partition by itself: seek(partition, offset) has the next "
                        + "poll() begin with the record at that offset.")
                .lookAt("where does your program begin on this partition, and from what does it work that out?");
    }

    /** Returns whether the run began later than it was to, and left out nothing from there on. */
    private static boolean beganLater(List<Stored> missing, List<Stored> shown) {
        Map<TopicPartition, Long> begins = begins(shown);
        return missing.stream().anyMatch(order -> begins.containsKey(order.topicPartition()))
                && missing.stream().allMatch(order -> order.offset() < begins.getOrDefault(order.topicPartition(), Long.MAX_VALUE));
    }

    private Wrong tooFew(List<Stored> missing, List<Stored> shown) {
        String seen = "with " + run.call() + " the program " + run.ending() + " and did not print " + missing.size()
                + " of " + due.size() + " orders, the first at " + missing.get(0).place() + ".";
        if (all(missing, order -> bounds(order, 1))) {
            return Wrong.seen(seen + " It is the last one there, and the partition ends at "
                            + topic.end(missing.get(0).topicPartition()) + ".")
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
        if (run.byTime() && all(missing, order -> !topic.isInTime(order))) {
            return Wrong.seen(seen + " Its own time is earlier than that, and it comes after an order whose time is not.")
                    .means("a timestamp is what a producer says, and they need not grow along a partition. The place to begin is "
                            + "the first record that is not older than the time; from there on the lesson asks for all of them.")
                    .lookAt("what does your program do with a record that is older than the time?");
        }
        if (run.byTime() && beganLater(missing, shown)) {
            return atAnotherTime(topic, seen);
        }
        if (run.attempt().traffic().readTo(missing.get(0).topicPartition()) < 0) {
            return Wrong.seen(seen + " It never asked a broker for a record of that partition, which begins at "
                            + oldest(missing.get(0).partition()) + " and ends at "
                            + topic.end(missing.get(0).topicPartition()) + ".")
                    .means("a topic has the partitions that the cluster says, and each has a beginning and an end of its own. A "
                            + "place that one holds, another need not.")
                    .lookAt("for which partitions does your program look, and why is this one left out?");
        }
        if (all(missing, order -> beginsLate(order.partition()))) {
            return Wrong.seen(seen + " That partition begins at " + oldest(missing.get(0).partition()) + ", as older orders "
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

    private boolean beginsLate(int partition) {
        return oldest(partition) > 0;
    }

    private long oldest(int partition) {
        return topic.held().stream().filter(order -> order.partition() == partition).findFirst().orElseThrow().offset();
    }
}

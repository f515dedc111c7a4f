package checks.offsets;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import workshop.check.Printed;
import workshop.check.RecordLines;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Judges what a run of lesson 07 has printed: the orders that it was to print, each once and with its place. */
public final class ReplayVerdict {

    private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,]\\d+)?");

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
        if (run.run().exitCode().orElse(0) != 0 && !missing.isEmpty()) {
            throw crashed(missing);
        }
        if (shown.isEmpty()) {
            throw nothing();
        }
        new Selection(topic, run, due).judge(shown);
        due.forEach(this::judgeLine);
    }

    private void judgeLine(Stored order) {
        String line = printed.first(order).orElse("");
        List<String> lacking = new ArrayList<>(printed.times(order) == 0 ? printed.lacking(line, order) : List.of());
        if (lacking.isEmpty() && !saysAmount(line, order)) {
            lacking.add("all of its value");
        }
        if (!lacking.isEmpty()) {
            throw Wrong.seen("the line of the order at " + order.place() + " lacks " + String.join(" and ", lacking) + ": "
                            + Printed.quote(line))
                    .means("an offset is the place of a record in its partition: only both together name it. Its key and its "
                            + "value are what it says; the key is no part of the value.")
                    .lookAt("which of the four do you print of a record?");
        }
        if (printed.times(order) > 1) {
            throw Wrong.seen("one run printed the order at " + order.place() + " " + printed.times(order) + " times.")
                    .means("poll() returns each record once, as long as nothing moves the consumer back.")
                    .lookAt("how often does a record reach the line that prints, and what seeks after that?");
        }
    }

    // as it stands in the value, or parsed: 5.10, 5.1 or 5,10
    private static boolean saysAmount(String line, Stored order) {
        List<String> figures = FIGURE.matcher(order.valueText()).results().map(match -> match.group()).toList();
        BigDecimal amount = new BigDecimal(figures.get(figures.size() - 1));
        return FIGURE.matcher(line).results().map(match -> new BigDecimal(match.group().replace(',', '.')))
                .anyMatch(figure -> figure.compareTo(amount) == 0);
    }

    private Wrong crashed(List<Stored> missing) {
        Printed said = printed.besides(topic.held());
        Wrong wrong = Wrong.seen("with " + run.call() + " the program " + run.ending() + " and did not print "
                + missing.size() + " of " + due.size() + " orders, the first at " + missing.get(0).place() + ". It said: "
                + said.quoted());
        if (said.has("No current assignment") || said.has("for partitions assigned to this consumer")) {
            return wrong.means("a consumer can be moved, and has a position, on partitions that it has: at once after assign(). "
                            + "subscribe() only says which topics it wants: the group deals out their partitions within some "
                            + "later poll().")
                    .lookAt("which partitions does the consumer have when your program seeks, and since when?");
        }
        if (said.has("NullPointerException")) {
            return wrong.means("offsetsForTimes() answers for each partition that it is asked for. Where no record is "
                            + "as late as that time, the answer is null.")
                    .lookAt("what does your program do with the answer for a partition whose orders are all older?");
        }
        if (run.run().exitCode().orElse(0) == 2 && BadCalls.isUsage(said)) {
            return wrong.means("nothing is wrong with these arguments. A zone is Z or, as in +02:00, how far the clock is ahead of "
                            + "UTC; an offset is a long.")
                    .lookAt("what turns the argument into a number or a moment, and what does it take?");
        }
        if (!run.call().equals("beginning")) {
            return wrong.means("what ends the program here ends it for all partitions, and what was to come after it is never "
                            + "printed. A place that one partition does not hold is no reason to leave out the others.")
                    .lookAt("what does the message say, and which line of your file does it name?");
        }
        return wrong.means("a code other than 0 says that something failed, and what was to come after it is never printed: "
                        + "an exception that nobody catches ends main.")
                .lookAt("what does the message say, and which line of your file does it name?");
    }

    /** Returns whether there is a line for each order that has all of it but its value. */
    private boolean namesPlaces() {
        List<String> lines = Printed.by(run.run()).lines();
        return due.stream().allMatch(order -> lines.stream().anyMatch(line -> printed.lacking(line, order).isEmpty()));
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
        if (namesPlaces()) {
            Stored first = due.get(0);
            return Wrong.seen("no line of the program names an order by its value. The order at " + first.place() + " is "
                            + first.valueText() + ". The program said: " + Printed.by(run.run()).quoted())
                    .means("what was ordered says the value of a record.")
                    .lookAt("what do you print of a record, besides its place and its key?");
        }
        boolean asked = due.stream().anyMatch(order -> run.attempt().traffic().readTo(order.topicPartition()) >= 0);
        String seen = "with " + run.call() + " the program printed none of " + due.size() + " orders, "
                + (asked ? "" : "never asked a broker for a record, ") + "and " + run.ending() + ". It said: " + Printed.by(run.run()).quoted();
        return run.byTime() ? Selection.atAnotherTime(topic, seen) : Wrong.seen(seen)
                .means("records come by poll(), from the partitions that the consumer has, and from its place on each. "
                        + "The first calls may well return none, while the consumer looks for its brokers: an empty "
                        + "poll is not the end.")
                .lookAt("which partitions does your consumer have, and what ends the loop around poll()?");
    }
}

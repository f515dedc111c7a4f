package checks.offsets;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Judges what a run of lesson 07 did about a place that a partition does not hold. */
public final class NoSuchPlace {

    // the day and the time of a message, or of the place that was asked for, whose parts are no partitions
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d+)?)?)?(Z|[+-]\\d\\d:\\d\\d)?"
            + "|(?<!\\d)\\d\\d:\\d\\d:\\d\\d([.,]\\d+)?");

    private final OldOrders topic;

    /** Takes the topic on which the runs looked for the place. */
    public NoSuchPlace(OldOrders topic) {
        this.topic = topic;
    }

    /** Returns where a run whose place no partition holds said something, printed no order and ended with 0. */
    public void judgeOnAll(Replay run) {
        List<Stored> shown = topic.held().stream().filter(order -> run.printed().times(order) > 0).toList();
        if (!shown.isEmpty()) {
            throw Wrong.seen("with " + run.call() + ", which is past the end of every partition, the program printed "
                            + shown.size() + " orders, the first at " + shown.get(0).place() + ".")
                    .means("who asks for a place that is not there is not served by another place.")
                    .lookAt("what does your program do about a partition that does not hold the place?");
        }
        if (run.run().exitCode().orElse(0) == 2 && BadCalls.isUsage(Printed.by(run.run()))) {
            throw Wrong.seen("with " + run.call() + " the program " + run.ending() + ", having said: "
                            + Printed.by(run.run()).quoted())
                    .means("nothing is wrong with these arguments. An offset is a long, as a partition may have held more "
                            + "records than an int can count; whether a partition holds it, only the brokers know.")
                    .lookAt("what turns the argument into a number or a moment, and what does it take?");
        }
        if (!run.run().succeeded()) {
            throw Wrong.seen("with " + run.call() + ", which is past the end of every partition, the program "
                            + run.ending() + ". It said: " + Printed.by(run.run()).quoted())
                    .means("that there is nothing to read is an answer, no failure. poll() of a consumer that has no "
                            + "partition at all is a failure: it throws an IllegalStateException. And "
                            + "offsetsForTimes() answers null for a partition without an order as late as that.")
                    .lookAt("how far does your program get when no partition holds the place?");
        }
        if (Printed.by(run.run()).saysNothing()) {
            throw Wrong.seen("with " + run.call() + ", which is past the end of every partition, the program printed "
                    + "nothing at all.")
                    .means("who asked cannot tell a place that is not there from a topic without orders.")
                    .lookAt("what does your program say when no partition holds the place?");
        }
    }

    /** Returns where a run said of this partition that it does not hold the place. */
    public void judgeOn(OldOrders.Part part, Replay run) {
        TopicPartition partition = topic.partition(part);
        Printed said = Printed.of(run.printed().besides(topic.held()).lines().stream()
                .map(line -> TIME.matcher(line).replaceAll(" ")).toArray(String[]::new));
        if (!said.has(partition.partition())) {
            throw Wrong.seen("with " + run.call() + " the program printed no order of " + partition + ", which "
                            + what(part) + " and does not hold that place, and no line says so. Besides orders it said: "
                            + run.printed().besides(topic.held()).quoted())
                    .means("an offset is a place on one partition alone, and a time may come after its last record. "
                            + "Neither seek() nor offsetsForTimes() throws there: whoever reads the output takes it "
                            + "for complete.")
                    .lookAt("how does your program find out that a partition does not hold the place, and what does it "
                            + "say then?");
        }
    }

    private String what(OldOrders.Part part) {
        return switch (part) {
            case EMPTIED -> "holds nothing any more";
            case UNTOUCHED -> "has never held anything";
            case TRIMMED -> "begins later";
            default -> "ends earlier";
        };
    }
}

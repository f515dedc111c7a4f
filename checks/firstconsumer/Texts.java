package checks.firstconsumer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Member;
import workshop.evidence.Stored;

/** The longer verdicts of lesson 04. */
public final class Texts {

    private static final String AT_THE_MESSAGE = "what does the message on standard error say, and which line of your file does "
            + "it name?";

    private Texts() {
    }

    /** Says why a run has not printed some orders of its topic, as far as it can be seen. */
    public static Wrong notPrinted(Run run, List<Stored> missing, List<Stored> all) {
        String first = missing.size() + " of " + all.size() + " orders were not printed, the first at " + missing.get(0).place();
        if (!run.elsewhere().isEmpty()) {
            return Surroundings.otherTopic(first + ": the program asked the brokers for the topic "
                    + String.join(", ", run.elsewhere()) + ".");
        }
        if (run.hasEnded() && (run.attempt().traffic().hasConnected() || !run.attempt().run().succeeded())) {
            return Wrong.seen(first + ": the program " + run.state() + run.said())
                    .means(run.attempt().run().succeeded() ? "a consumer runs until it is told to stop, and nobody had told it."
                            : "what a program does not catch ends it, and its last words say what that was.")
                    .lookAt(AT_THE_MESSAGE);
        }
        if (run.largestFetch() == 0 && !run.otherGroups().isEmpty()) {
            return noMember(run);
        }
        if (run.largestFetch() == 0) {
            return Wrong.seen(first + ": the program, which " + run.state() + ", asked no broker of "
                            + "KAFKA_BOOTSTRAP_SERVERS for records" + run.said())
                    .means("a consumer reads nothing by being there. It subscribes to a topic, and each call of poll() takes "
                            + "it a step further: into the group, to its partitions, and then to the records.")
                    .lookAt(run.hasEnded() ? "which call makes your consumer a member of the group, and which one reads?"
                            : "what does your program wait for, and does it come to poll()?" + (run.attempt().traffic().hasConnected()
                            ? "" : " And where do the addresses in bootstrap.servers come from?"));
        }
        long asked = run.attempt().traffic().readTo(missing.get(0).topicPartition());
        if (asked <= missing.get(0).offset()) {
            return Wrong.seen(first + ": in the time that the check gave it, the program asked the brokers for "
                            + (asked < 0 ? "no record" : "the records before offset " + (asked + 1) + ", and for no other,")
                            + " of that partition. It " + run.state() + ".")
                    .means("poll() hands out what has come of the partitions that the consumer has, and asks for more: nothing "
                            + "comes more often than it is called, and nothing of another partition.")
                    .lookAt("what does your program do between two calls of poll(), and which partitions has it?").late();
        }
        return isOlder(missing, all) ? begunLate(missing, all)
                : Wrong.seen(first + ": no line has its order_id. Its value is " + missing.get(0).valueText() + ". The program " + run.state()
                                + run.said())
                        .means("poll() returns many records at a time, of any of the partitions, and never returns them again.")
                        .lookAt("does each record of each poll reach the line that prints, and does that print the whole value?");
    }

    private static boolean isOlder(List<Stored> missing, List<Stored> all) {
        List<Stored> printed = all.stream().filter(order -> !missing.contains(order)).toList();
        // a partition of which nothing at all was printed was not begun too late
        return !printed.isEmpty() && missing.stream().allMatch(order ->
                printed.stream().anyMatch(shown -> order.partition() == shown.partition())
                        && printed.stream().noneMatch(shown -> order.partition() == shown.partition() && order.offset() > shown.offset()));
    }

    private static Wrong begunLate(List<Stored> missing, List<Stored> all) {
        return Wrong.seen("the program printed the " + (all.size() - missing.size()) + " newest orders, and none of the "
                        + missing.size() + " that lay before them, the first at " + missing.get(0).place() + ".")
                .means("a group without committed offsets begins where auto.offset.reset says. Unless you say otherwise "
                        + "that is latest, the end of each partition: what was there before is never read.")
                .lookAt("where does your program tell the consumer to begin?");
    }

    /** Says what the first line that holds an order's value lacks. */
    public static Wrong incomplete(Stored order, Run run) {
        String line = run.printed().first(order).orElseThrow();
        return Wrong.seen("for the order at " + order.place() + " no line says all of it. This one lacks "
                        + String.join(", and ", run.printed().lacking(line, order)) + ": " + Printed.quote(line.strip()))
                .means("a record is known by its place, partition and offset: by it you find again what a log speaks of, and "
                        + "see from where a group goes on. Key and value say what it is about.")
                .lookAt("what does a ConsumerRecord know, and what do you print of it?");
    }

    /** Says that a run has ended by itself. */
    public static Wrong ended(Run run) {
        boolean failed = !run.attempt().run().succeeded();
        return Wrong.seen("nobody had told the program to stop, and it " + run.state() + " while the topic "
                        + run.topic().name() + " was there to be read" + (failed ? run.said() : "."))
                .means(failed ? "a consumer runs until it is told to stop, whether its topic is quiet or not."
                        : "a topic has no end. poll() returns nothing when nothing has come in the time that it was "
                        + "given, and while the group still hands out the partitions: an empty poll is not the end.")
                .lookAt(failed ? AT_THE_MESSAGE : "what ends the loop around poll(), or is there none?");
    }

    /** Says that a run reads without being a member of its group. */
    public static Wrong noMember(Run run) {
        String group = "the group that GROUP_ID names, " + run.groupId();
        if (!run.otherGroups().isEmpty()) {
            return Wrong.seen("the program became a member of the group " + String.join(", ", run.otherGroups()) + ", and not of "
                            + group + ".")
                    .means("the brokers keep the committed offsets under the name of the group. Under another name a program "
                            + "finds other bookmarks, or none.")
                    .lookAt("where does the name of its group come from?");
        }
        return Wrong.seen("the program was reading, and " + group + ", had no member.")
                .means("a consumer is a member of the group in group.id when it has called subscribe(): then the group "
                        + "hands out the partitions. assign() takes them past the group, and they cannot be shared.")
                .lookAt("how does the consumer come by its partitions?");
    }

    /** Says that a run has printed again what an earlier run of its group had printed. */
    public static Wrong readTwice(List<Stored> twice) {
        return Wrong.seen("the first run had printed the order at " + twice.get(0).place() + ", and the second run of the "
                        + "group printed it again, " + twice.size() + " in all.")
                .means("a group goes on at its committed offsets. What was read before and is not committed when the "
                        + "program ends is read twice.")
                .lookAt("what is committed when the program ends, and does anything move the consumer back?");
    }

    /** Says that a run reads topics that it was not told of. */
    public static Wrong readsMore(Run run, Set<String> others) {
        return Wrong.seen("TOPIC was " + run.topic().name() + ". The program reads the topic "
                        + String.join(", and ", others) + ", too.")
                .means("a consumer reads each topic that it has subscribed to, and with a pattern "
                        + "every one whose name the pattern fits, those that are made later, too. What lies on another "
                        + "topic need not be an order.")
                .lookAt("which topics does your program subscribe to, and which names fit that?");
    }

    /** Says that a run took too long to end. */
    public static Wrong tooLong(Run.Stop stop) {
        String seconds = String.format(Locale.ROOT, "%.1f", stop.took().toMillis() / 1000.0);
        return Wrong.seen("the program ended " + seconds + " s after SIGTERM"
                        + (stop.stayed().isEmpty() ? ", and had left its group." : "."))
                .means("who stops a program waits for it for a while, and then sends SIGKILL. Until it has left, nobody "
                        + "else reads its partitions. A wakeup() ends a poll() at once, and close() takes a moment: what takes "
                        + "longer is something else.")
                .lookAt("what does your program still do, or wait for, between SIGTERM and its end?").late();
    }

    /** Says that a run had to be killed. */
    public static Wrong stillRan(Run.Stop stop) {
        String still = "the program still ran " + stop.took().toSeconds() + " s after SIGTERM and was killed";
        return stop.readOn() ? Wrong.seen(still + ". It asked the brokers for records all the while.")
                .means("SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned. A loop around "
                        + "poll() goes on meanwhile, unless something ends it; what follows SIGTERM in life is SIGKILL.")
                .lookAt("what ends your loop when the hook runs?").late()
                : Wrong.seen(still + ", though it seemed to read no more.")
                .means("SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned. A hook that waits "
                        + "for what never comes keeps it for ever; what follows SIGTERM in life is SIGKILL.")
                .lookAt("what does the hook wait for, and does anything after the loop wait for the hook, as System.exit() does?").late();
    }

    /** Says that a run has ended and is still a member of its group. */
    public static Wrong stayed(Run.Stop stop) {
        Member member = stop.stayed().get(0);
        Wrong wrong = Wrong.seen("after SIGTERM the program was gone. Its group " + stop.run().groupId()
                + " still had the member " + member.clientId() + ", with " + member.assignment() + ".");
        if (member.instanceId().isPresent()) {
            return wrong.means("a static member (group.instance.id is " + member.instanceId().get() + ") does not leave its "
                            + "group when it is closed: its place is kept for a process of the same name, until the session "
                            + "has run out, 45 s. Nobody reads its partitions meanwhile.")
                    .lookAt("what makes your consumer a static member, and what can close() be told?");
        }
        return Printed.by(stop.run().attempt().run()).has("ConcurrentModificationException")
                ? wrong.means("a consumer belongs to one thread. What another thread asks of it, such as close() in a shutdown "
                                + "hook, throws a ConcurrentModificationException; only wakeup() may come from anywhere.")
                        .lookAt("which thread closes the consumer, and what may the hook do instead?")
                : wrong.means("SIGTERM does not unwind main: its finally blocks run only when something brings main to its "
                                + "end, and the JVM waits for its hooks alone. Where a member does not say that it leaves, the "
                                + "group waits until its session has run out, 45 s, and nobody reads its partitions.")
                        .lookAt("does main get as far as closing the consumer, and does the JVM wait for that?");
    }
}

package checks.partitioning;

import static checks.partitioning.Names.SMALLEST;

import checks.partitioning.Run.Event;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What lesson 03's program makes of names that are rare, by their letters or by their hashes. Each throws where that is wrong. */
public final class OddNames {

    private OddNames() {
    }

    /** The last event of the input is missing, and no other: its line has no line feed. */
    public static void lastLine(Run run) {
        Event last = run.given().get(run.given().size() - 1);
        if (run.missing().equals(List.of(last))) {
            throw Wrong.seen("the last line of the input has no line feed behind it; its event, of \"" + Printed.quote(last.user())
                            + "\", is the one that is not on the topic " + run.topic().name() + ".")
                    .means("a file may end without a line feed, and what stands behind the last one is a line too.")
                    .lookAt("how does your program know where a line ends, and where the input does?");
        }
    }

    /**
     * An event is missing, or on a partition that is not for its user. The verdict speaks of hashes only where all such users, and
     * more than one name that is odd by nothing else, have that in common.
     */
    public static void misplaced(Run run) {
        List<Event> faulty = run.given().stream().filter(event -> run.stored(event).stream()
                .noneMatch(stored -> Names.isVip(event.user()) == (stored.partition() == 0))).toList();
        if (faulty.isEmpty()) {
            return;
        }
        Event first = faulty.get(0);
        if (faulty.stream().allMatch(event -> SMALLEST.containsKey(event.user()))) {
            throw seen(first, run).means("for this name " + SMALLEST.get(first.user()) + " is -2147483648, the smallest int. "
                            + "There is no +2147483648: Math.abs() returns the same negative number. And " + Faults.NEGATIVE)
                    .lookAt("how does your class make a hash positive, and what becomes of Integer.MIN_VALUE?");
        }
        Set<String> negative = new TreeSet<>(Names.negativeHashes(first.user()));
        faulty.forEach(event -> negative.retainAll(Names.negativeHashes(event.user())));
        if (!negative.isEmpty() && faulty.stream().map(Event::user).filter(Names::isOddByHashAlone).distinct().count() > 1) {
            throw seen(first, run).means("all users for whom it goes wrong have a negative hash, by "
                            + String.join(", and by ", negative) + ". And " + Faults.NEGATIVE)
                    .lookAt("what does partition() make of a hash that is negative?");
        }
        if (run.stored(first).isEmpty()) {
            throw Faults.whyLost(run);
        }
        Faults.misplacedByName(run);
        throw seen(first, run).means("a key may be any text.").lookAt("what does your class expect of a name?");
    }

    private static Wrong seen(Event event, Run run) {
        String user = "\"" + Printed.quote(event.user()) + "\"";
        List<Stored> there = run.stored(event);
        return Wrong.seen(there.isEmpty() ? "an event of " + user + " is not on the topic; " + run.said()
                : user + " is no vip user, and has an event at " + there.get(0).place() + ".");
    }
}

package checks.partitioning;

import static checks.partitioning.Run.NOBODY;

import java.util.List;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What becomes of the events without a user in lesson 03. Each throws where that is wrong. */
public final class Nobody {

    private Nobody() {
    }

    /** Some are missing. */
    public static void lost(Run run) {
        long missing = run.missing().stream().filter(event -> event.user().equals(NOBODY)).count();
        if (missing == 0) {
            return;
        }
        Wrong wrong = Wrong.seen(missing + " of " + run.given().stream().filter(event -> event.user().equals(NOBODY)).count()
                + " events without a user are not on the topic " + run.topic().name() + "; " + run.said());
        throw Printed.by(run.attempt().run()).has("NullPointerException")
                ? wrong.means("a record need not have a key. A Partitioner is asked for it too, with null for the key and its "
                                + "bytes; what it throws comes out of send().")
                        .lookAt("what does partition() do with the key before it knows that there is one?")
                : wrong.means("a line that begins with the tab is an event like the others, and its record has null for a key. A "
                                + "Partitioner is asked for it too.")
                        .lookAt("what becomes of a line that begins with the tab, where it is read, and in partition()?");
    }

    /** One has a key, or is among the vip users. */
    public static void misplaced(Run run) {
        for (Stored event : run.byUser().getOrDefault(NOBODY, List.of())) {
            if (event.key() != null) {
                throw Wrong.seen("the event without a user at " + event.place() + " has the key \"" + event.keyText() + "\".")
                        .means("a record without a key has null there; an empty text is a key like any other.")
                        .lookAt("what is the key where the line begins with the tab?");
            }
            if (event.partition() == 0) {
                throw Wrong.seen("the event without a user at " + event.place() + " is among those of the vip users.")
                        .means("a visitor who is not logged in is no vip user. Kafka's own partitioner shares such events out; "
                                + "when there is one of yours, it decides on them too.")
                        .lookAt("what does partition() return where there is no key?");
            }
        }
    }
}

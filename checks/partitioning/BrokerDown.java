package checks.partitioning;

import static checks.partitioning.Names.join;

import checks.partitioning.Run.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/**
 * What becomes of the users of an earlier run of lesson 03 when one partition has no leader. The users of the other partitions
 * go first. Then come those of the lonely partition, which takes nothing; an event of another user after theirs shows that the
 * program has come past them.
 */
public final class BrokerDown {

    private final int lonely;
    private final String down;
    private final Map<String, Integer> before = new LinkedHashMap<>();
    private final Run living;
    private final Run waiting;

    /** Stops the broker that alone has the lonely partition, and runs the program twice; this returns when both are over. */
    public BrokerDown(Trial trial, Names names, Run earlier, int lonely, int broker) {
        this.lonely = lonely;
        down = "broker " + broker + " was stopped, so partition " + lonely + " had no leader. ";
        earlier.byUser().forEach((user, stored) -> before.put(user, stored.get(0).partition()));
        List<String> users = before.keySet().stream().filter(user -> before.get(user) != lonely).toList();
        List<String> lost = before.keySet().stream().filter(user -> before.get(user) == lonely).limit(10).toList();
        trial.stopBroker(broker);
        living = new Run(trial, earlier.topic(), join(names.eventsOf(users), names.eventsOf(users)))
                .notReading(lonely).start().await();
        // not beside the other: a transaction that waits for its partition would keep back what comes after it on the others
        Event last = names.eventsOf(users.subList(0, 1)).get(0);
        waiting = new Run(trial, earlier.topic(), join(names.eventsOf(lost), List.of(last)))
                .notReading(lonely).start().await(last);
    }

    /** Throws where an event came to another partition than its user had before. */
    public void nobodyMoves() {
        for (Event event : join(living.given(), waiting.given())) {
            int home = before.get(event.user());
            // the second run has read the events of both
            for (Stored stored : waiting.stored(event)) {
                if (stored.partition() != home) {
                    throw Wrong.seen(down + event.user() + ", who was on partition " + home + " before, came to "
                                    + stored.place() + ".")
                            .means(home == lonely
                                    ? "an event that goes elsewhere while its partition has no leader is read before or after "
                                            + "the user's other events, in no order. It has to wait; the producer sees to that."
                                    : "only partitions that have a leader count as available, so their number changes when a "
                                            + "broker goes; and with the number, the partition of nearly every user.")
                            .lookAt("what does your class ask the Cluster, and does the answer depend on who is up?");
                }
            }
        }
    }

    /** Throws where an event did not arrive though its partition had a leader. */
    public void othersArrive() {
        living.missing().stream().findFirst().ifPresent(lost -> {
            throw Wrong.seen(down + "An event of " + lost.user() + ", whose partition " + before.get(lost.user())
                            + " had one, did not arrive; " + living.said())
                    .means("partitions with a leader take events as before.")
                    .lookAt("what in your program waits for all partitions, or fails with one of them?");
        });
    }
}

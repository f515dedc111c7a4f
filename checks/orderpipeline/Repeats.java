package checks.orderpipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.check.Books.Fate;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** The orders that were done twice, and what they are due to: what happened between the first time and the second. */
public final class Repeats {

    /** How many orders may be in hand when a run is killed. */
    public static final int IN_HAND = 100;

    private final Map<Event, List<String>> byKill = new HashMap<>();
    private final List<String> byStop = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> lettersTwice = new ArrayList<>();
    private final List<Event> events;
    private final long bad;

    /** Takes a storm that is over. */
    public Repeats(Storm storm) {
        events = storm.chronicle().events();
        storm.watch().books().fates().stream().filter(Fate::isRepeated).forEach(fate ->
                Stream.of(fate.invoices(), fate.deadLetters()).forEach(copies -> {
                    for (int i = 1; i < copies.size(); i++) {
                        sort(fate, copies.get(i - 1), copies.get(i));
                    }
                }));
        bad = storm.watch().books().bad().stream().filter(Fate::isDone).count();
        storm.watch().books().bad().stream().filter(fate -> fate.deadLetters().size() > 1).forEach(fate -> {
            Stored one = fate.deadLetters().get(0);
            Stored next = fate.deadLetters().get(1);
            if (events.stream().noneMatch(event -> event.isAfter(one) && !event.isAfter(next))) {
                lettersTwice.add(fate.order().place() + " at " + one.place() + " and again at " + next.place());
            }
        });
    }

    private void sort(Fate fate, Stored one, Stored next) {
        String seen = fate.order().place() + " at " + one.place() + " and again at " + next.place();
        Optional<Event> kill = events.stream().filter(event -> event.kind() == Event.Kind.KILLED)
                .filter(event -> event.isAfter(one) && !event.isAfter(next)).findFirst();
        if (kill.isPresent()) {
            byKill.computeIfAbsent(kill.get(), any -> new ArrayList<>()).add(seen);
        } else if (wasToldBefore(next)) {
            byStop.add(seen);
        } else {
            others.add(seen);
        }
    }

    // after a run was told to stop, and before anything else happened
    private boolean wasToldBefore(Stored record) {
        return events.stream().filter(event -> !event.isAfter(record)).reduce((one, later) -> later)
                .filter(event -> event.kind() == Event.Kind.TOLD).isPresent();
    }

    /** Establishes that they are few after a kill, and none after an orderly stop. */
    public void judge() {
        byKill.forEach((event, repeated) -> {
            if (repeated.size() <= IN_HAND) {
                return;
            }
            throw Wrong.seen(event.run().name() + " was killed, and " + repeated.size() + " orders that had been done "
                            + "were done again by the next, such as " + repeated.get(0) + ".")
                    .means("whoever comes next begins at the last commit: all that was done since is done twice. "
                            + "poll() returns up to max.poll.records, 500 by default, and a consumer that commits by "
                            + "itself does so every five seconds.")
                    .lookAt("how many orders can your program have done since its last commit?");
        });
        if (events.stream().noneMatch(event -> event.kind() == Event.Kind.TOLD)) {
            Trial.cannotJudge("to be judged once the program comes as far as SIGTERM");
        }
        byStop.stream().findFirst().ifPresent(repeated -> {
            throw Wrong.seen("a run was told to stop, by SIGTERM, while it was at work. After that " + byStop.size()
                            + (byStop.size() == 1 ? " order was" : " orders were") + " done twice, such as "
                            + repeated + ".")
                    .means("who is told to stop has the time to finish: what is in hand is confirmed, then committed, "
                            + "then the group is left. Then the next one begins exactly where this one has ended.")
                    .lookAt("what has your program sent, and what has it committed, when it closes its consumer?");
        });
        if (bad > 2 && lettersTwice.size() == bad) {
            throw Wrong.seen("each of the " + bad + " bad orders has more than one dead letter, though no run was killed in between, "
                            + "such as " + lettersTwice.get(0) + ".")
                    .means("each call of send() is a record more; whoever looks through the dead letters finds each order as often "
                            + "as it was sent.")
                    .lookAt("which ways lead to a dead letter in your program, and does an order go more than one of them?");
        }
        if (others.size() > IN_HAND) {
            throw Wrong.seen(others.size() + " orders were done twice though no run was killed in between, such as "
                            + others.get(0) + ".")
                    .means("each call of send() is a record more; Kafka does not know that two are the same invoice.")
                    .lookAt("which orders does your program send again when one of them has failed, and what has it "
                            + "committed when its partitions go to another?");
        }
    }
}

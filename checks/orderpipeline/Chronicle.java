package checks.orderpipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.evidence.Evidence;

/** What the storm brought, in turn, so that each record can be told to be from before it or after it. */
final class Chronicle {

    private final Evidence evidence;
    private final Crew crew;
    private final List<Event> events = new ArrayList<>();

    Chronicle(Evidence evidence, Crew crew) {
        this.evidence = evidence;
        this.crew = crew;
    }

    /** Returns what happened so far. */
    List<Event> events() {
        return events;
    }

    /** Notes what happens now. */
    void note(Event.Kind kind, MemberRun run) {
        Map<TopicPartition, Long> ends = new HashMap<>(evidence.ends(crew.invoices().name()));
        ends.putAll(evidence.ends(crew.deadLetters().name()));
        events.add(new Event(kind, run, ends));
    }

    /**
     * Kills a run, if it has not fallen; the group still has it as a member when this returns.
     *
     * @param how in words that continue a sentence about the run
     */
    void kill(MemberRun run, String how) {
        if (run.hasFallen()) {
            return;
        }
        run.kill();
        crew.note(run, how);
        note(Event.Kind.KILLED, run);
    }
}

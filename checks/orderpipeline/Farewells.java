package checks.orderpipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workshop.check.MemberRun;
import workshop.evidence.Wait;

/** The runs that are told to stop, by SIGTERM, and how they go. */
final class Farewells {

    // the lesson says ten seconds, and the rest is for a machine that is busy
    private static final Duration TO_STOP = Duration.ofSeconds(15);
    // less than the shortest session that a broker grants, 6 s
    private static final Duration TO_LEAVE = Duration.ofSeconds(5);

    /** Someone who does not go as he should. */
    record Unwilling(String seen, boolean ran) {
    }

    private final Crew crew;
    private final List<Unwilling> unwilling = new ArrayList<>();
    private boolean any;

    Farewells(Crew crew) {
        this.crew = crew;
    }

    /**
     * Tells a run to stop; it is gone, and the group has forgotten it, when this returns.
     *
     * @param told is done when it has been told, before it is waited for
     */
    void terminate(MemberRun run, Runnable told) {
        any = true;
        crew.note(run, "told to stop");
        run.terminate();
        told.run();
        if (!Wait.holdsWithin(TO_STOP, run.attempt().run()::hasEnded)) {
            unwilling.add(new Unwilling(run.name() + " was told to stop, by SIGTERM, and still ran "
                    + TO_STOP.toSeconds() + " s later.", true));
            run.kill();
        } else if (!Wait.holdsWithin(TO_LEAVE, () -> !crew.isMember(run))) {
            unwilling.add(new Unwilling(run.name() + " was told to stop, by SIGTERM, and "
                    + run.attempt().run().ending() + ". The group still had it as a member.", false));
        }
        crew.runs().throwOut(run);
    }

    /** Returns whether a run was told to stop. */
    boolean hasAny() {
        return any;
    }

    /** Returns the first that did not stop in time, or did not leave the group. */
    Optional<Unwilling> unwilling() {
        return unwilling.stream().findFirst();
    }
}

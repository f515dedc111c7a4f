package checks.orderpipeline;

import java.time.Duration;
import workshop.check.MemberRun;
import workshop.evidence.wire.Disturbance;

/** The one run that is right to end by itself: nobody answers what it writes, but for dead letters. */
final class Unanswered {

    /** How long a record of it may stay unconfirmed. */
    static final int GIVE_UP_AFTER_MS = 2_000;
    /** How long it has to give up, from its first write on. */
    static final Duration TO_GIVE_UP = Duration.ofSeconds(15);

    private final Crew crew;
    private final Watch watch;
    private final MemberRun run;
    private long since;
    private boolean reached;
    private boolean gaveUp;

    /** Starts it. */
    Unanswered(Crew crew, Watch watch) {
        this.crew = crew;
        this.watch = watch;
        run = crew.start(crew.attempt(GIVE_UP_AFTER_MS, offsets -> true).disturbed(Disturbance.WRITES_UNANSWERED)
                // who blames the order can put all of them aside
                .sparing(crew.deadLetters().name()));
        run.dismiss();
        crew.note(run, "which got no answer to its invoices");
    }

    /** Waits until it has written, or does not come to it; returns false where the storm is to be broken off. */
    boolean awaitWrite() {
        boolean come = watch.awaitPatiently(() -> hasEnded() || hasWritten());
        since = System.nanoTime();
        return come;
    }

    /** Waits until it has given up, or should have; returns false where the storm is to be broken off. */
    boolean awaitEnd() {
        boolean come = watch.awaitPatiently(() -> hasEnded() || System.nanoTime() - since > TO_GIVE_UP.toNanos());
        gaveUp = hasEnded();
        reached = come && hasWritten();
        return come;
    }

    /** Ends it in any case; the group has forgotten it when this returns. */
    void dismiss() {
        crew.runs().kill(run);
    }

    private boolean hasEnded() {
        return run.attempt().run().hasEnded();
    }

    private boolean hasWritten() {
        return run.attempt().traffic().writes() > 0;
    }

    /** Returns the run. */
    MemberRun run() {
        return run;
    }

    /** Returns whether it has asked for a record to be written. */
    boolean isReached() {
        return reached;
    }

    /** Returns whether it has ended by itself in time. */
    boolean gaveUp() {
        return gaveUp;
    }
}

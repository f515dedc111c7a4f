package checks.firstproducer;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import workshop.check.Attempt;
import workshop.check.Waiting;
import workshop.evidence.Wait;
import workshop.evidence.wire.Traffic;

/** The run on a topic that demands every replica while one is missing: nothing can be stored, and what is asked may be tried again. */
public final class Strictly {

    private static final int LOOKS = 3;

    private final Attempt attempt;
    private final Duration limit;
    private boolean refusedForGood;
    private Boolean tried;

    /**
     * Takes a run.
     *
     * @param limit how long it has; the check ends it when it has seen enough
     */
    Strictly(Attempt attempt, Duration limit) {
        this.attempt = attempt.where(program -> program.atMost(limit.multipliedBy(3)));
        this.limit = limit;
    }

    /** Returns the run. */
    public Attempt attempt() {
        return attempt;
    }

    /**
     * Returns whether it has done what is in its power: it has asked a broker to store the order, or it has asked one how things are
     * and ended with an error.
     */
    public boolean hasTried() {
        if (tried == null) {
            attempt.await(limit, () -> attempt.run().hasEnded() || hasAsked());
            tried = hasAsked()
                    || attempt.traffic().moments().answered() && attempt.run().exitCode().filter(code -> code != 0).isPresent();
        }
        return tried;
    }

    private boolean hasAsked() {
        return !attempt.traffic().produced().isEmpty();
    }

    /** Returns whether a broker has refused what it was asked to store. */
    public boolean wasRefused() {
        return attempt.traffic().refusal().isPresent();
    }

    /**
     * Returns whether it has taken its order for stored. A program that waits for another answer, for as long as it takes, has not;
     * one that waits with a time, its producer's or its own, is seen to the end of it.
     */
    public boolean claimsSuccess() {
        if (Wait.holdsWithin(limit, () -> attempt.run().hasEnded() || wasRefused())
                && !attempt.run().hasEnded() && waitsForAnAnswer()) {
            return false;
        }
        if (!Wait.holdsWithin(limit, attempt.run()::hasEnded)) {
            attempt.run().kill();
        }
        return attempt.run().succeeded();
    }

    private boolean waitsForAnAnswer() {
        if (attempt.traffic().moments().shortestWrite().compareTo(limit) < 0) {
            return false;
        }
        // at the first answer it may be on its way to where it waits
        for (int looks = 0; looks < LOOKS && !attempt.run().hasEnded(); looks++) {
            if (Waiting.isWithoutTime(attempt.run())) {
                // an answer is what it gets then, and another one than for a record that is too large
                attempt.refuseWrites(Errors.TOPIC_AUTHORIZATION_FAILED.exception());
                refusedForGood = true;
                return true;
            }
            int answers = attempt.traffic().produced().size();
            attempt.awaitEndOr((Traffic traffic) -> traffic.produced().size() > answers);
        }
        return false;
    }

    /** Returns the run where it was refused for good, by an error that no other run meets, seen to its end; nothing where it was not. */
    public Optional<Attempt> refusedForGood() {
        return Optional.of(attempt).filter(any -> refusedForGood).map(Attempt::awaitEnd);
    }
}

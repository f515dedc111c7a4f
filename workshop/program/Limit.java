package workshop.program;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a program may run before it is killed: a machine that is slow for a reason that it does not tell, as one of whose cores others
 * take a part, is to make no program wrong that gets on.
 *
 * @param time   how long it has in any case
 * @param getsOn whether it has got on within a span of time: as long as that is so it has as much more, up to three times its limit in
 *               all
 */
record Limit(Duration time, Predicate<Duration> getsOn) {

    // a program that waits for each answer gets on far more often, on any machine
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int MOST = 3;

    /** Returns how long it may run now that it has run for so long; nothing where that is all. */
    Optional<Duration> after(Duration so) {
        return so.compareTo(time.multipliedBy(MOST)) < 0 && getsOn.test(STEP) ? Optional.of(so.plus(STEP)) : Optional.empty();
    }
}

package workshop.evidence;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import workshop.cluster.ClusterException;

/** Waits for a condition, never for a time. */
public final class Wait {

    private static final Duration STEP = Duration.ofMillis(10);

    private Wait() {
    }

    /**
     * Returns as soon as a condition holds.
     *
     * @param what for the message, as in "waited for …"
     * @throws ClusterException where it does not hold in time
     */
    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        if (!holdsWithin(patience, condition)) {
            throw new ClusterException("waited " + patience.toSeconds() + " s for " + what + ", in vain");
        }
    }

    /** Returns whether a condition comes to hold in time, as soon as it does. */
    public static boolean holdsWithin(Duration patience, Callable<Boolean> condition) {
        try {
            Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(STEP).atMost(patience)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Waits until a latch is open; when this returns it is, or the time is over, or this thread is interrupted. */
    public static void untilOpen(CountDownLatch latch, Duration patience) {
        try {
            latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package workshop.cluster.playground;

import java.time.Duration;

/**
 * How each end of a connection to a playground knows that the other one still runs, and is not suspended. Who has the lease
 * says so all the time, and the playground as long as somebody waits for its reply.
 *
 * @param interval how often it is said
 * @param timeout  how long a silence may be
 */
public record Heartbeats(Duration interval, Duration timeout) {

    /** Those that people meet. */
    public static final Heartbeats USUAL = new Heartbeats(Duration.ofSeconds(1), Duration.ofSeconds(5));

    /** How it is said. */
    static final String LINE = "heartbeat";

    // a playground that runs greets within milliseconds
    private static final int GREETING_INTERVALS = 3;

    /** Returns how long the first word of a playground may take, in milliseconds. */
    int greetingMs() {
        return (int) interval.multipliedBy(GREETING_INTERVALS).toMillis();
    }

    /** Returns how long a silence may be, in milliseconds. */
    int timeoutMs() {
        return (int) timeout.toMillis();
    }
}

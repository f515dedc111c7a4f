package workshop.check;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import workshop.evidence.wire.Traffic;
import workshop.process.Background;
import workshop.process.CoreWait;
import workshop.program.ProgramRun;

/**
 * Ends a program that waits for brokers that the check has not told it of: one whose addresses are in the program, most often. It would
 * wait for as long as the check lets it.
 */
final class OtherBrokers {

    // a client connects within its first call, which a slow start comes to later
    private static final Duration BETWEEN = Duration.ofSeconds(4);
    private static final int LOOKS = 4;
    // in one of them it may be about to connect
    private static final int IN_A_ROW = 3;
    private static final Duration SOON = Duration.ofSeconds(1);
    // one that has waited for a core for as long, between two looks, may not have come to its connection yet
    private static final Duration STARVED = Duration.ofMillis(200);

    private final ProgramRun run;
    private final Traffic traffic;

    private OtherBrokers(ProgramRun run, Traffic traffic) {
        this.run = run;
        this.traffic = traffic;
    }

    /** Watches a program that was started just now, until it has come to a broker, or for some seconds. */
    static void watch(ProgramRun run, Traffic traffic) {
        new OtherBrokers(run, traffic).look(BETWEEN, LOOKS, IN_A_ROW);
    }

    private void look(Duration in, int looks, int inARow) {
        CoreWait before = run.coreWait();
        Executor later = CompletableFuture.delayedExecutor(in.toMillis(), TimeUnit.MILLISECONDS, Background.executor("other brokers"));
        later.execute(() -> {
            if (looks == 0 || run.hasEnded() || traffic.hasConnected()) {
                return;
            }
            boolean starved = before.longest().filter(wait -> wait.compareTo(STARVED) > 0).isPresent();
            boolean waits = !starved && Waiting.isForABroker(run) && !traffic.hasConnected();
            if (waits && inARow == 1) {
                run.killAsItWaitsForOthers();
            } else if (waits) {
                look(SOON, looks, inARow - 1);
            } else {
                look(BETWEEN, looks - 1, IN_A_ROW);
            }
        });
    }
}

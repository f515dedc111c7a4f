package checks.offsets;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;

/** Four runs of the program of lesson 07, side by side, with arguments that it is to refuse. */
public final class BadCalls {

    private static final int USAGE = 2;

    private final String zoneless;
    private final List<Replay> runs;

    /** Starts the program four times. */
    public BadCalls(Trial trial, OldOrders topic) {
        zoneless = topic.time().atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        runs = Stream.of("yesterday", "offset", "offset many", "time " + zoneless)
                .map(call -> new Replay(trial, topic.name(), Map.of(), call.split(" "))).toList();
    }

    /** Returns where each run said how to call the program, and ended with 2. */
    public void judge() {
        Replay.awaitOver(runs);
        runs.stream().filter(run -> !isRefused(run)).findFirst().ifPresent(run -> {
            throw accepted(run);
        });
    }

    private static boolean isRefused(Replay run) {
        return run.run().exitCode().orElse(-1) == USAGE && isUsage(Printed.by(run.run()));
    }

    private static boolean isUsage(Printed printed) {
        String all = String.join("\n", printed.lines()).toLowerCase(Locale.ROOT);
        return all.contains("usage") || Stream.of("beginning", "offset", "time").allMatch(all::contains);
    }

    private Wrong accepted(Replay run) {
        Wrong wrong = Wrong.seen("with " + run.call() + " the program " + run.ending() + ", having said: "
                + Printed.by(run.run()).quoted());
        return run.arguments().contains(zoneless)
                ? wrong.means("this time has no zone, so it is another moment in each. The timestamps of records "
                        + "count from a moment in UTC: a time that is taken for UTC in silence is hours off where "
                        + "the clock on the wall shows another one. The lesson asks for a usage line and code 2.")
                        .lookAt("what turns the argument into a moment, and from where does that take the zone?")
                : wrong.means("what has been typed wrongly is to be told apart from what went wrong: a line that "
                        + "says how to call the program, and code 2, which shells and tools use for this.")
                        .lookAt("when does your program call usage(), and what comes before that?");
    }
}

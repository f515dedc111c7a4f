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

/** Runs of the program of lesson 07, side by side, with arguments that it is to refuse. */
public final class BadCalls {

    private static final int USAGE = 2;

    private final OldOrders topic;
    private final Replay zoneless;
    private final List<Replay> oneTooMany;
    private final List<Replay> runs;

    /** Starts the program with each of them. */
    public BadCalls(Trial trial, OldOrders topic) {
        this.topic = topic;
        String local = topic.time().atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
        zoneless = run(trial, "time", local);
        String time = topic.time().toString();
        oneTooMany = List.of(run(trial, "beginning", "tomorrow"), run(trial, "time", time, "tomorrow"),
                run(trial, "offset", String.valueOf(topic.offset()), String.valueOf(topic.offset() + 10)));
        runs = Stream.of(List.of(run(trial, "since", time), run(trial, "offset"), run(trial, "offset", "many"),
                zoneless), oneTooMany).flatMap(List::stream).toList();
    }

    private Replay run(Trial trial, String... arguments) {
        return new Replay(trial, topic.name(), Map.of(), arguments);
    }

    /** Returns where each run said how to call the program, and ended with 2. */
    public void judge() {
        Replay.awaitOver(runs);
        runs.stream().filter(run -> !isRefused(run)).findFirst()
                .ifPresent(run -> {
                    throw accepted(run);
                });
    }

    private static boolean isRefused(Replay run) {
        return run.run().exitCode().orElse(-1) == USAGE && isUsage(Printed.by(run.run()));
    }

    /** Returns whether this says how to call the program. */
    static boolean isUsage(Printed printed) {
        String all = String.join("\n", printed.lines()).toLowerCase(Locale.ROOT);
        return all.contains("usage") || Stream.of("beginning", "offset", "time").allMatch(all::contains);
    }

    private Wrong accepted(Replay run) {
        Wrong wrong = Wrong.seen("with " + run.call() + " the program " + run.ending() + ", having said: "
                + Printed.by(run.run()).quoted());
        if (run.run().exitCode().orElse(-1) == USAGE) {
            return wrong.means("code 2 alone does not tell what was wrong with the arguments: the lesson asks for a line "
                            + "that says how to call the program.")
                    .lookAt("what does your program print before it ends with 2?");
        }
        if (!run.run().succeeded()) {
            return mistyped(wrong);
        }
        if (run == zoneless) {
            return wrong.means("this time has no zone, so it is another moment in each. The timestamps of records "
                            + "count from a moment in UTC: a time that is taken for UTC in silence is hours off where "
                            + "the clock on the wall shows another one. The lesson asks for a usage line and code 2.")
                    .lookAt("what turns the argument into a moment, and from where does that take the zone?");
        }
        if (oneTooMany.contains(run)) {
            return wrong.means("that is one argument more than the lesson names. Whoever types it expects it to do something: "
                            + "a program that leaves it out in silence does something else than it was asked for.")
                    .lookAt("what does your program do with an argument after those that it needs?");
        }
        return mistyped(wrong);
    }

    private static Wrong mistyped(Wrong wrong) {
        return wrong.means("what has been typed wrongly is to be told apart from what went wrong: a line that "
                        + "says how to call the program, and code 2, which shells and tools use for this.")
                .lookAt("when does your program call usage(), and what comes before that?");
    }
}

package checks.partitioning;

import java.util.Optional;
import workshop.check.Wrong;

/** How a run of lesson 03 may end. Each throws where it is not so. */
public final class End {

    private End() {
    }

    /** By itself, whatever the code. */
    public static void byItself(Run run) {
        if (run.attempt().awaitEnd().run().exitCode().isEmpty()) {
            throw Wrong.seen("the lines came to their end, and " + run.said())
                    .means("a JVM ends when main has returned and no thread of the program is left. A producer's own thread "
                            + "does not keep it alive; a loop, a lock or a pool of threads does.")
                    .lookAt("what is your program still doing when there are no more lines?");
        }
    }

    /** With code 0, as every event has arrived. */
    public static void inGoodOrder(Run run) {
        byItself(run);
        if (!run.attempt().run().succeeded()) {
            throw Wrong.seen("all " + run.given().size() + " events are on the topic " + run.topic().name()
                            + ", and yet " + run.said())
                    .means("a code other than 0 says that an event is missing. Whoever started the program sends the lines "
                            + "again, and each event is there twice.")
                    .lookAt("what decides on the code that your program ends with?");
        }
    }

    /** With another code than 0, as one event was refused. */
    public static void withOneRefused(Run run) {
        byItself(run);
        Optional<String> error = run.attempt().traffic().refusal();
        withAnError(run, "the check gave one run a topic that takes no large record, so the brokers "
                + error.map(name -> "refused one event (" + name + ")").orElse("would have refused one event"),
                "what the brokers answer comes after send() has returned: to the callback, or through the Future; with acks=0 it "
                + "does not come at all. Whoever started the program sees the exit code alone.",
                "where does your program look at the answer for each event, and what does it make of an error?");
    }

    /** With another code than 0, as one line had no tab. */
    public static void withoutATab(Run run, String line) {
        byItself(run);
        withAnError(run, "in one run a line among the others was \"" + line + "\", without a tab" + run.strays().stream()
                .findFirst().map(stray -> ", and " + stray.place() + " is what was made of it").orElse(""),
                "such a line names no user and no event. Whoever started the program sees by the exit code alone that a line of "
                + "the input is not on the topic.",
                "what does your program do with a line that has no tab, and how does it end then?");
    }

    private static void withAnError(Run run, String seen, String means, String lookAt) {
        if (run.attempt().run().succeeded()) {
            throw Wrong.seen(seen + ". The program ended with code 0.").means(means).lookAt(lookAt);
        }
    }
}

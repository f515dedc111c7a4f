package checks.firstproducer;

import java.util.List;
import java.util.stream.Collectors;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.program.ProgramRun;

/** What the verdict of lesson 01 says of an order that did not arrive, and of where orders lie. */
public final class Texts {

    private Texts() {
    }

    /** Says that the topic is empty. */
    public static Wrong nothingArrived(Runs runs) {
        ProgramRun program = runs.plain().run();
        if (!runs.elsewhere().isEmpty()) {
            return Surroundings.otherTopic("the topic " + runs.topic() + " is empty: the program asked the brokers for the topic "
                    + String.join(", ", runs.elsewhere()) + ".");
        }
        if (program.succeeded()) {
            return Wrong.seen("the topic " + runs.topic() + " is empty, and the program ended with code 0" + said(program))
                    .means("send() puts a record into a buffer in the program; a thread in the background takes it to the "
                            + "broker a little later. A program that ends before that takes the buffer with it.")
                    .lookAt("is send() called, and what in your program waits for the answer of the brokers?");
        }
        if (!runs.plain().traffic().hasConnected()) {
            return Wrong.seen("the topic " + runs.topic() + " is empty: the program connected to none of the brokers of "
                            + "KAFKA_BOOTSTRAP_SERVERS, and " + program.ending() + said(program))
                    .means(program.exitCode().isPresent() ? "the program ended before it connected to a broker."
                            : Surroundings.ADDRESSES)
                    .lookAt(program.exitCode().isPresent()
                            ? "what does the message on standard error say, and which line of your file does it name?"
                            : "does the program get as far as making a producer, and with which addresses?");
        }
        return Wrong.seen("the topic " + runs.topic() + " is empty; the program " + program.ending() + said(program))
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("what does the message on standard error speak of?");
    }

    private static String said(ProgramRun program) {
        return Printed.by(program).said();
    }

    /** Returns where records lie, the first three of them. */
    public static String places(List<Stored> records) {
        String first = records.stream().limit(3).map(Stored::place).collect(Collectors.joining(", "));
        return records.size() <= 3 ? first : first + " and " + (records.size() - 3) + " more";
    }
}

package checks.firstproducer;

import java.util.List;
import java.util.stream.Collectors;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.wire.Produced;
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

    /** Says that the program ended with 0 though all that it asked for was refused. */
    public static Wrong endedWithoutConfirmation(int broker, Attempt attempt) {
        return Wrong.seen("broker " + broker + " was down and the topic demanded three in-sync replicas: the brokers refused the order ("
                        + attempt.traffic().refusal().orElseThrow() + "), each time that the producer tried, and confirmed nothing. The "
                        + "program ended with code 0 all the same" + said(attempt.run()))
                .means("an order is stored once an answer without an error has come. That your program has waited long enough, by a "
                        + "time-out of get(), of a latch or of close(), says only that nobody knows; and an error says no.")
                .lookAt("on which ways does your program come to code 0, and what does it know of the order on each of them?");
    }

    /** Says that the program ended with 0 though the order was refused by another error than one that it heeds. */
    public static void otherErrorIsNone(Attempt other) {
        throw Wrong.seen("in another run the brokers refused the order at first by " + other.traffic().refusal().orElseThrow()
                        + ", which passes, and then by " + lastAnswer(other) + ", which does not. The program ended with code 0" + said(other.run()))
                .means("the producer itself tries again what may pass. Whatever error arrives in your program is the end of this "
                        + "order, and there are dozens of them.")
                .lookAt("which errors lead your program to another code than 0, and which do not?");
    }

    /** Says that the program says the same of each refusal. */
    public static void noReason(String answer, Attempt refused, Attempt other) {
        throw Wrong.seen(answer + "; another run was refused by " + lastAnswer(other) + ". On standard error the program said nothing "
                        + "of the one that it does not say of the other: "
                        + Printed.quote(String.join(" / ", refused.run().errors().lines())))
                .means("the person on call needs to read why: a record that is too large and a right that is missing call for "
                        + "different people. What the brokers say is in the exception: its class and its message.")
                .lookAt("what of the exception reaches standard error?");
    }

    private static String lastAnswer(Attempt attempt) {
        List<Produced> answers = attempt.traffic().produced();
        return answers.get(answers.size() - 1).error();
    }

    /** Returns where a program has closed its producers before it ended by itself, as far as the system tells. */
    public static void needClosed(Attempt attempt, String what) {
        if (attempt.run().exitCode().isPresent() && attempt.run().endlessThreads() > 0) {
            throw Wrong.seen(what + ", and the program " + attempt.run().ending() + " while its producer was still open: the "
                            + "producer's own thread ran until the JVM was gone.")
                    .means("a producer is closed by close() alone, which try-with-resources calls at the end of its block. "
                            + "System.exit() ends the JVM where it stands: no block around it comes to its end. In a service that "
                            + "goes on, an open producer keeps its thread, its buffer and its connections.")
                    .lookAt("by which ways does your program come to its end, and does each of them lead past close()?");
        }
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

package checks.batching;

import static checks.batching.Runs.CONFIRMED;
import static checks.batching.Runs.FAILED;
import static checks.batching.Runs.says;

import java.util.Map;
import java.util.stream.IntStream;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Batch;
import workshop.evidence.Stored;

/** What to say of a program that lesson 02 finds wrong. */
public final class Verdicts {

    private static final String TIMES = "a record's time has to hold its wait for company and at least one request: "
            + "delivery.timeout.ms must be at least linger.ms + request.timeout.ms, and the latter is 30 s by default.";
    private static final String REFUSED = "The check had each broker refuse its first write by an error that passes "
            + "(NOT_LEADER_OR_FOLLOWER), as when a partition changes its leader.";
    private static final String LOST_BUFFER = "send() puts a record into a buffer in the program, and a thread in the background "
            + "takes it to the broker. A program that ends before that takes the buffer with it.";

    private final Runs runs;

    public Verdicts(Runs runs) {
        this.runs = runs;
    }

    public Wrong nothingArrived() {
        String empty = "the topic " + runs.topic() + " is empty";
        Attempt plain = runs.plain;
        if (!runs.elsewhere().isEmpty()) {
            return Surroundings.otherTopic(empty + ": the program asked the brokers for the topic "
                    + String.join(", ", runs.elsewhere()) + ".");
        }
        if (timesDoNotFit(plain)) {
            return Wrong.seen(empty + ": the producer could not be made" + said(plain)).means(TIMES)
                    .lookAt("which of the three does your program set, and what are the others then?");
        }
        if (failedForGood(runs.orders)) {
            return notSentAgain(Wrong.seen(empty + "; the program " + plain.run().ending() + said(plain)), "");
        }
        if (plain.run().succeeded()) {
            return Wrong.seen(empty + ", and the program ended with code 0" + said(plain)).means(LOST_BUFFER)
                    .lookAt("is send() called for each order, and what waits for the answers of the brokers?");
        }
        return Wrong.seen(empty + "; the program " + plain.run().ending() + said(plain))
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("what does the message on standard error speak of, and which line of your file does it name?");
    }

    public Wrong missing(Map<Integer, Stored> there) {
        int[] gone = IntStream.rangeClosed(1, runs.orders).filter(n -> !there.containsKey(n)).toArray();
        Attempt plain = runs.plain;
        Wrong wrong = Wrong.seen("missing: " + gone.length + " of " + runs.orders + " orders, order " + gone[0]
                + " first; the program " + plain.run().ending() + said(plain));
        int last = IntStream.iterate(gone[0], n -> n <= runs.orders, n -> n + Runs.USERS).filter(there::containsKey)
                .max().orElse(0);
        if (last > 0 && !runs.idempotent()) {
            return notSentAgain(wrong, " A later order of the same user is there, " + last + " at " + there.get(last).place()
                    + ".");
        }
        if (failedForGood(gone.length)) {
            return notSentAgain(wrong, "");
        }
        return plain.run().exitCode().isEmpty()
                ? wrong.means("what is not sent within the time is not there: so many orders, in large batches, take a second.")
                        .lookAt("what is your program doing while it does not send?")
                : wrong.means(LOST_BUFFER)
                        .lookAt("is send() called for each order from 1 to " + runs.orders + ", and what waits until the last "
                                + "one has had its answer?");
    }

    // it knows of its failures, and a broker has refused some of its orders
    private boolean failedForGood(int orders) {
        return runs.plain.traffic().refusal().isPresent() && says(runs.plain, FAILED, orders);
    }

    private static Wrong notSentAgain(Wrong wrong, String more) {
        return wrong.means(REFUSED + more + " A producer that may try again sends such a batch once more.")
                .lookAt("how often may your producer try again, and for how long?");
    }

    public Wrong tooMany(Stored record) {
        return Wrong.seen("order " + Runs.anyNumber(record) + " is at " + record.place() + ", and ORDERS was " + runs.orders + ".")
                .means("a service is told by its surroundings what there is to do; here the variable ORDERS says how many orders.")
                .lookAt("where does the number of orders come from?");
    }

    public static Wrong otherKey(Stored record, int n) {
        return Wrong.seen("order " + n + " at " + record.place() + " has the key " + record.keyText() + ", not "
                        + Runs.order(n).user() + ".")
                .means("the key decides on the partition, and only within a partition do orders stay in order.")
                .lookAt("what do you give to the constructor of ProducerRecord, and in which place?");
    }

    public Wrong twice(int n, Stored before, Stored record) {
        return Wrong.seen("order " + n + " is there more than once: " + before.place() + ", " + record.place() + ". "
                        + runs.arrived().size() + " records are there for " + runs.orders + " orders.")
                .means("each call of send() is a record more; Kafka does not know that two are the same order. What can "
                        + "be tried again the producer tries again by itself, without writing it twice.")
                .lookAt("can your program reach send() twice for one order?");
    }

    public Wrong outOfOrder(Stored before, Stored record) {
        Wrong wrong = Wrong.seen("of " + record.keyText() + ", order " + runs.number(before) + " lies at " + before.place()
                + " and the earlier order " + runs.number(record) + " at " + record.place() + ".");
        if (before.partition() != record.partition()) {
            return wrong.means("Kafka keeps the order within a partition alone; the key keeps a user on one.")
                    .lookAt("what decides in your program on the partition?");
        }
        return runs.idempotent()
                ? wrong.means("the batches of an idempotent producer lie in the order in which it got the records: this one "
                                + "got them in another order, or there was more than one.")
                        .lookAt("which threads of your program call send(), and on how many producers?")
                : wrong.means("several requests are on their way at a time. " + REFUSED + " The next batch was taken, and "
                                + "then this one was sent again. A producer that is not idempotent does not number its "
                                + "batches, and the broker takes them as they come.")
                        .lookAt("which of your settings takes idempotence from the producer?");
    }

    public Wrong smallBatches() {
        int batches = runs.batches().size();
        boolean all = runs.arrived().size() >= runs.orders;
        Wrong wrong = Wrong.seen((all ? "the " : "the first ") + runs.arrived().size() + (all ? "" : " of " + runs.orders)
                + " orders lie in " + batches + " batches: " + (runs.average() < 10
                ? String.format("%.1f", runs.average()) : Math.round(Math.floor(runs.average()))) + " in each, on average.");
        if (runs.batches().stream().mapToLong(Batch::producerId).filter(id -> id >= 0).distinct().count() > batches / 2) {
            return wrong.means("a batch belongs to one producer, and nearly each of these came from a producer of its own. Each "
                            + "connects anew and is told anew where the partitions are.")
                    .lookAt("how many producers does your program make?");
        }
        return runs.average() < 2
                ? wrong.means("a batch grows while you go on sending, until it has batch.size bytes; an order has about sixty. Who "
                                + "waits for each order's answer, by get() or by flush(), sends it alone, and pays a round "
                                + "trip to three brokers for each.")
                        .lookAt("what does your program wait for before it sends the next order, and how many bytes may a "
                                + "batch have?")
                : wrong.means("a batch leaves when it has batch.size bytes, or when its first record has waited linger.ms. By "
                                + "default that is 16384 bytes or 5 ms, whichever comes first; flush() sends it at once.")
                        .lookAt("how long may a record wait for company, and how large may a batch be?");
    }

    public static Wrong notCompressed(Batch first, long plainText, int batches) {
        return Wrong.seen(plainText + " of " + batches + " batches are not compressed: the one at " + first.partition() + "@"
                        + first.baseOffset() + " takes " + first.bytes() + " bytes for " + first.records() + " orders.")
                .means("the producer compresses a batch as a whole, if it is told to. Brokers store and copy it as it came, and "
                        + "orders resemble each other.")
                .lookAt("which codec does your producer use?");
    }

    /** Returns what was not answered, as the beginning of a sentence. */
    public String noAnswer(Unanswered run) {
        return "one broker answered nothing of what this run of " + run.orders() + " orders asked it to store, and "
                + (run == runs.soon() ? "GIVE_UP_AFTER_MS was " + run.giveUpAfter()
                        : "GIVE_UP_AFTER_MS was not set, which means ten seconds");
    }

    public Wrong stillTrying(Unanswered run) {
        return Wrong.seen(noAnswer(run) + ". " + run.seconds() + " s after its first request the program was still running.")
                .means("the producer tries again by itself until a record's time is over, counted from send(): "
                        + "delivery.timeout.ms, two minutes by default. A single request has request.timeout.ms.")
                .lookAt("where in your program does GIVE_UP_AFTER_MS take effect?").late();
    }

    public Wrong neverAsked(Unanswered run) {
        Attempt attempt = run.attempt();
        return Wrong.seen(noAnswer(run) + ". The program asked for nothing to be stored, and " + attempt.run().ending()
                        + said(attempt))
                .means(timesDoNotFit(attempt) ? TIMES
                        : "the variable sets how long a record may stay unconfirmed; each order is sent all the same.")
                .lookAt(run == runs.soon() ? "which of your time-outs stay as they are when GIVE_UP_AFTER_MS gets smaller?"
                        : "what does your program take for the time when the variable is not set?");
    }

    public Wrong tooEarly(Unanswered told, Unanswered run) {
        return Wrong.seen(noAnswer(run) + ". The program gave up on " + run.failed() + " orders and had ended " + run.took()
                        + " after its first request. Told 2000, it had ended after " + told.took() + ".")
                .means("an order has failed when it is still unconfirmed after that time, and not before: until then the producer "
                        + "tries again, and a broker that comes back takes it.")
                .lookAt("which of your time-outs follow GIVE_UP_AFTER_MS, and what are they when it is not set?");
    }

    public Wrong expiredNotCounted(Unanswered run, int confirmed) {
        return Wrong.seen(noAnswer(run) + ". The other brokers confirmed " + confirmed + ", so that "
                        + (run.orders() - confirmed) + " have failed; the output does not say the latter. It was: "
                        + Printed.by(run.attempt().run()).quoted())
                .means("a record whose time is over gets its one and only answer, a TimeoutException: the producer has tried until "
                        + "then, and does not try again nor call back once more.")
                .lookAt("which errors does your program count as failed, and when does it print the counts?");
    }

    public static Wrong neverEnds(Attempt attempt, String seen) {
        return Wrong.seen(seen + ", and the program "
                        + (attempt.run().hasEnded() ? attempt.run().ending() : "had not ended seconds after its last request")
                        + said(attempt))
                .means("each order comes to its end: confirmed or failed. Who counts one of the two alone waits for ever for "
                        + "the other.")
                .lookAt("what is your program still waiting for?");
    }

    public static Wrong falseCounts(Attempt attempt, String seen, int confirmed, int failed) {
        Wrong wrong = Wrong.seen(seen + ". True is confirmed " + confirmed + ", failed " + failed + "; the output does not say "
                + (says(attempt, CONFIRMED, confirmed) ? "the second" : "the first") + ". It was: "
                + Printed.by(attempt.run()).quoted());
        if (attempt.traffic().produced().stream().anyMatch(produced -> produced.acks() == 0)) {
            return wrong.means("a producer with acks=0 gets no answer: it takes a record for confirmed once it has sent it.")
                    .lookAt("whose confirmation does your producer wait for?");
        }
        if (says(attempt, CONFIRMED, 0) && says(attempt, FAILED, 0)) {
            return wrong.means("the answers come while and after you send: the counts are whole only when every order has had "
                            + "its answer.")
                    .lookAt("when does your program print its counts, and what has it waited for by then?");
        }
        return confirmed == 0 && says(attempt, CONFIRMED, failed)
                ? wrong.means("that send() comes back says only that the record is in the buffer. The answer of the brokers "
                                + "comes later, to the callback or through the Future: with an error, or without.")
                        .lookAt("where does your program count an order as confirmed, and what does it know of it there?")
                : wrong.means("the answers come while and after you send: the counts are whole only when every order has "
                                + "had its answer. An error is an answer too, for one order: the others have theirs.")
                        .lookAt("when does your program print its counts, and what does it do with an error?");
    }

    public static Wrong otherCode(Attempt attempt, String seen) {
        return Wrong.seen(seen + ", and the program " + attempt.run().ending() + ".")
                .means("whoever started the program learns from the code alone whether there is something left to do: 0 "
                        + "when every order was confirmed, 1 when one was not.")
                .lookAt("what does the exit code of your program depend on?");
    }

    private static String said(Attempt attempt) {
        return Printed.by(attempt.run()).said();
    }

    private static boolean timesDoNotFit(Attempt attempt) {
        return Printed.by(attempt.run()).has("delivery.timeout.ms should be");
    }
}

package checks;

import checks.firstproducer.Runs;
import checks.firstproducer.Strictly;
import checks.firstproducer.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Surroundings;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.wire.Produced;

/**
 * Lesson 01. A broker is stopped, and the program runs with that broker at the first place of its list; where it does not come through, it
 * runs once more while all is well. Beside that it runs for a topic that refuses every record, and, with that broker at all other
 * places, for a topic that demands more in-sync replicas than there are left.
 */
@Check
class FirstProducerCheck {

    private static final String KEY = "user-123";
    private static final ShopOrder ORDER = new ShopOrder("12345", KEY, new BigDecimal("99.99"));

    private final Runs runs;

    FirstProducerCheck(Trial trial) {
        runs = new Runs(trial);
    }

    @Fact(order = 1, value = "puts the order on the topic, once, with its key and its JSON")
    void order() {
        if (runs.arrived().isEmpty()) {
            throw Texts.nothingArrived(runs);
        }
        if (!runs.plain().traffic().hasConnected()) {
            throw Surroundings.otherAddresses("the order came to " + runs.arrived().get(0).place() + ", but not through the "
                    + "addresses in KAFKA_BOOTSTRAP_SERVERS: nobody connected there.");
        }
        if (runs.arrived().size() > 1) {
            throw Wrong.seen("the order is there " + (runs.arrived().size() == 2 ? "twice" : runs.arrived().size() + " times") + ": "
                            + Texts.places(runs.arrived()) + ".")
                    .means("each call of send() puts a record on the topic; Kafka does not know that two are the same order.")
                    .lookAt("how many times does your program reach send()?");
        }
        Stored order = runs.arrived().get(0);
        if (order.key() == null) {
            throw Wrong.seen(order.place() + " has no key.")
                    .means("the key decides on the partition: records with one key stay on one partition, in order. "
                            + "Without a key a user's orders are spread over partitions, and nobody knows which came first.")
                    .lookAt("what do you give to the constructor of ProducerRecord, and in which place?");
        }
        if (!KEY.equals(order.keyText())) {
            throw Wrong.seen(order.place() + " has the key \"" + order.keyText() + "\", not \"" + KEY + "\".")
                    .means("the key decides on the partition, and so on which orders stay in order.")
                    .lookAt("what do you give to the constructor of ProducerRecord as the key?");
        }
        ORDER.judge(order);
    }

    @Fact(order = 2, value = "prints the topic, and the real partition and offset")
    void printed() {
        Stored order = runs.theOrder();
        needOneOrder();
        Printed printed = Printed.by(runs.plain().run());
        List<String> missing = new ArrayList<>();
        if (!printed.has(order.topic())) {
            missing.add("the topic " + order.topic());
        }
        if (!printed.has(order.partition())) {
            missing.add("partition " + order.partition());
        }
        if (!printed.has(order.offset())) {
            missing.add("offset " + order.offset());
        }
        if (missing.isEmpty()) {
            return;
        }
        Wrong wrong = Wrong.seen("the order lies at " + order.place() + "; the output does not say "
                + String.join(", nor ", missing) + ". It was: " + printed.quoted());
        if (runs.plain().traffic().produced().stream().anyMatch(produced -> produced.acks() == 0)) {
            throw wrong.means("a producer with acks=0 gets no answer, so it cannot know the place: it says offset -1.")
                    .lookAt("whose answer does your producer wait for?");
        }
        throw wrong.means("where a record lies is known only once the broker has answered. The answer holds topic, partition "
                        + "and offset.")
                .lookAt("what does the Future that send() returns hold when it is done, and what do you print of it?");
    }

    private void needOneOrder() {
        if (runs.arrived().size() > 1) {
            Trial.cannotJudge("to be judged once the order is sent once");
        }
    }

    @Fact(order = 3, value = "works while one of the three brokers is down, whichever it is")
    void oneBrokerDown() {
        runs.theOrder();
        needOneOrder();
        Runs.OneDown down = runs.oneDown();
        List<String> failed = new ArrayList<>();
        if (!Runs.stores(down.first())) {
            failed.add("first in KAFKA_BOOTSTRAP_SERVERS the program " + down.first().run().ending());
        }
        if (!down.strictly().hasTried()) {
            failed.add("second and last it asked no broker to store anything");
        }
        if (!failed.isEmpty()) {
            Wrong wrong = Wrong.seen("broker " + down.broker() + " was stopped. With that broker "
                    + String.join("; ", failed) + "." + (failed.size() == 1 ? " Elsewhere in the list it did no harm." : ""));
            throw failed.size() == 2
                    ? wrong.means("two of three brokers are enough to find the cluster and to store an order.")
                            .lookAt("what in your program needs all three brokers?")
                    : wrong.means("a client asks any living broker of its list for the addresses of all. With one address in "
                                    + "the list it is lost when that broker is.")
                            .lookAt("how many of the addresses reach bootstrap.servers?");
        }
        if (!runs.isStoredOneDown()) {
            throw Wrong.seen("while broker " + down.broker() + " was down the program took its order for stored; the topic "
                            + runs.topicOneDown() + " holds none.")
                    .means("when a broker goes, another one becomes leader, and the producer finds it by itself; it has "
                            + "the order there only when that leader has confirmed it.")
                    .lookAt("when does your program know that the order is there?");
        }
    }

    @Fact(order = 4, value = "claims no success that not all in-sync replicas have confirmed")
    void noEmptyClaim() {
        runs.theOrder();
        Strictly strictly = runs.oneDown().strictly();
        if (!strictly.hasTried()) {
            Trial.cannotJudge("to be judged once the program finds a broker wherever it stands in the list");
        }
        // who is refused waits for all in-sync replicas, and what it makes of its last answer is the next fact
        if (!strictly.claimsSuccess()) {
            return;
        }
        List<Produced> produced = strictly.attempt().traffic().produced();
        if (strictly.wasRefused()) {
            throw Texts.endedWithoutConfirmation(runs.oneDown().broker(), strictly.attempt());
        }
        throw Wrong.seen("broker " + runs.oneDown().broker() + " was down and the topic demanded three in-sync replicas, so "
                + "nothing could be confirmed. The program ended with code 0 all the same: "
                + (produced.isEmpty() ? "no broker had been asked to store the order by then."
                        : "its request to the broker said acks=" + produced.get(0).acks() + "."))
                .means("acks=1 is the word of the leader alone, and acks=0 no word at all: when that broker dies, so does "
                        + "the order. Only acks=all is answered when every in-sync replica has the record.")
                .lookAt("whose confirmation does your program wait for, and does it wait for one?");
    }

    @Fact(order = 5, value = "ends with an error and a code other than 0 when the order is refused, in good time")
    void refusedOrder() {
        runs.theOrder();
        runs.refused().awaitEnd();
        List<Produced> produced = runs.refused().traffic().produced();
        String answer = runs.refused().traffic().refusal()
                .map(error -> "the check gave this run a topic that takes no record, so the broker refused the order (" + error
                        + ")")
                .orElse("the broker would have refused the order");
        if (runs.refused().run().exitCode().isEmpty() && produced.isEmpty()) {
            Trial.missed("the program asked no broker within " + Runs.LIMIT.toSeconds() + " s this time");
        }
        if (runs.refused().run().exitCode().isEmpty()) {
            throw Wrong.seen(answer + ", and the program " + runs.refused().run().ending() + ".")
                    .means("some errors do not go away: a record that is too large is too large every time. The producer "
                            + "itself tries again where that can help.")
                    .lookAt("what does your program do after the answer of the brokers is an error?");
        }
        if (runs.refused().run().succeeded()) {
            throw Wrong.seen(answer + ", and the program ended with code 0.")
                    .means("an error comes with the answer: as the exception of the Future, or as the second argument of "
                            + "the callback. What is thrown inside a callback the client logs and forgets. Whoever "
                            + "started the program sees the exit code alone.")
                    .lookAt("where does your program look at the answer, and how does it end when that is an error?");
        }
        if (!runs.saysMore(runs.refused(), runs.plain())) {
            throw Wrong.seen(answer + "; the program " + runs.refused().run().ending()
                            + " and said nothing of it on standard error.")
                    .means("the exit code says that something failed; the person on call needs to read what.")
                    .lookAt("what does your program print, and on which stream, before it ends with an error?");
        }
        runs.refusedOtherwise().filter(other -> other.run().succeeded()).ifPresent(Texts::otherErrorIsNone);
        runs.refusedOtherwise().filter(other -> other.run().exitCode().isPresent() && !runs.saysMore(runs.refused(), other))
                .ifPresent(other -> Texts.noReason(answer, runs.refused(), other));
    }

    @Fact(order = 6, value = "closes its producer and ends by itself, with code 0 when the order is stored")
    void ends() {
        runs.theOrder();
        runs.plain().awaitEnd();
        if (runs.plain().run().exitCode().isEmpty()) {
            throw Wrong.seen("the order was stored, and the program " + runs.plain().run().ending() + ".")
                    .means("a JVM ends when main has returned and no thread of the program is left. A producer's own "
                            + "thread does not keep it alive; a loop, a lock or a pool of threads does.")
                    .lookAt("what is your program still doing after it has printed the offset?");
        }
        if (!runs.plain().run().leftBehind().isEmpty()) {
            throw Wrong.seen("the order was stored and the program had ended; it left " + runs.plain().run().leftBehind().get(0)
                            + " behind, which the check has killed.")
                    .means("a process that a program has started goes on when the program has ended, until somebody ends it.")
                    .lookAt("what does your program start, and who ends that?");
        }
        if (!runs.plain().run().succeeded()) {
            throw Wrong.seen("the order was stored, and yet the program " + runs.plain().run().ending() + ". It said: "
                            + Printed.by(runs.plain().run()).quoted())
                    .means("a code other than 0 says that the order was not taken: whoever started the program sends it "
                            + "again, and it is there twice.")
                    .lookAt("what happens in your program after it has sent the order?");
        }
        Texts.needClosed(runs.plain(), "the order was stored");
        runs.refused().awaitEnd();
        Texts.needClosed(runs.refused(), "the order was refused");
    }
}

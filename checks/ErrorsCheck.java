package checks;

import checks.errors.DeadEnd;
import checks.errors.DeadLetters;
import checks.errors.Invoices;
import checks.errors.OneDown;
import checks.errors.Progress;
import checks.errors.Runs;
import checks.errors.Stop;
import java.util.stream.Stream;
import workshop.check.Books;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.check.Wrong;

/**
 * Lesson 09. The program runs seven times side by side: on good orders alone; on good and bad ones; and five times
 * where what it has to write is not stored. When these are judged a broker is stopped, more orders come for the first
 * run, and the broker is brought back.
 */
@Check
class ErrorsCheck {

    private final Trial trial;
    private final Runs runs;
    private Books good;
    private Books mixed;

    ErrorsCheck(Trial trial) {
        this.trial = trial;
        this.runs = Runs.start(trial);
    }

    @Fact(order = 1, value = "writes an invoice for every good order, once, keyed by its user")
    void invoices() {
        good = runs.plain().await(books -> books.missing().isEmpty() || !books.repeated().isEmpty());
        if (!good.missing().isEmpty()) {
            // it may bill the same order for ever
            runs.plain().attempt().run().kill();
        }
        new Invoices(runs.plain(), good).judge();
    }

    @Fact(order = 2, value = "goes on behind an order that it cannot read or bill")
    void goesOn() {
        needInvoices();
        mixed = runs.mixed().await(books -> books.missing().isEmpty() || !books.repeated().isEmpty());
        if (!mixed.missing().isEmpty() || !mixed.repeated().isEmpty()) {
            // it may turn on the spot, and the other runs need the processor
            runs.mixed().attempt().run().kill();
        }
        new Progress(runs.mixed(), mixed).judge();
    }

    @Fact(order = 3, value = "puts each of these on the dead-letter topic, once, and no good order")
    void whichDeadLetters() {
        needProgress();
        new DeadLetters(runs.mixed(), mixed).judgeWhich();
    }

    @Fact(order = 4, value = "leaves key and value of a dead letter as they were, byte for byte")
    void bytesOfDeadLetters() {
        needInvoices();
        new DeadLetters(runs.mixed(), mixed).judgeBytes();
    }

    @Fact(order = 5, value = "says in headers where a dead letter comes from, and why it is one")
    void headersOfDeadLetters() {
        needInvoices();
        new DeadLetters(runs.mixed(), mixed).judgeHeaders();
    }

    @Fact(order = 6, value = "has committed all that is done when it ends on SIGTERM")
    void committed() {
        needProgress();
        new Stop(trial, runs.mixed()).judge();
    }

    @Fact(order = 7, value = "commits no order before its invoice or its dead letter is confirmed")
    void confirmed() {
        needInvoices();
        Stream.of(runs.plain(), runs.mixed()).flatMap(desk -> desk.traffic().produced().stream())
                .filter(produced -> produced.acks() != -1).findFirst().ifPresent(produced -> {
                    throw Wrong.seen("the program asked for " + produced.topic() + "-" + produced.partition()
                                    + " to be written with acks=" + produced.acks() + ".")
                            .means("acks=1 is the word of the leader alone, and acks=0 no word at all: when that "
                                    + "broker dies, the invoice is gone, and the commit says that the order is done.")
                            .lookAt("whose confirmation does your producer wait for?");
                });
        runs.deadEnds().forEach(DeadEnd::judgeCommits);
    }

    @Fact(order = 8, value = "gives up in time where nothing can be stored, with a reason and a code other than 0")
    void givesUp() {
        needInvoices();
        runs.deadEnds().forEach(deadEnd -> deadEnd.judgeEnd(runs.plain().attempt().run().errors().lines()));
    }

    @Fact(order = 9, value = "loses no order while a broker goes down and comes back, and gives none up")
    void oneBrokerDown() {
        needInvoices();
        new OneDown(trial, runs.plain()).judge();
    }

    private void needInvoices() {
        if (good == null || !good.missing().isEmpty()) {
            Trial.cannotJudge("to be judged once good orders are billed");
        }
    }

    private void needProgress() {
        needInvoices();
        if (mixed.good().stream().anyMatch(fate -> !fate.isDone())) {
            Trial.cannotJudge("to be judged once the good orders behind bad ones are billed");
        }
    }
}

package checks.errors;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import workshop.check.Books.Fate;
import workshop.check.Books;
import workshop.check.Poison;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.wire.Produced;
import workshop.program.ProgramRun.Stopped;

/** Why a run did not bill a good order that lies behind a bad one. */
public final class Progress {

    private static final String TOO_LARGE = "MESSAGE_TOO_LARGE";

    // whoever sends to it asks when it begins, and again after minutes
    private static final int MANY = 6;

    private final Desk desk;
    private final Books books;

    /** Takes a run from which nothing more is to be expected. */
    public Progress(Desk desk, Books books) {
        this.desk = desk;
        this.books = books;
    }

    /** Establishes that each good order has its invoice. */
    public void judge() {
        List<Fate> unbilled = books.good().stream().filter(fate -> !fate.isDone()).toList();
        if (unbilled.isEmpty()) {
            return;
        }
        Optional<Fate> nothing = books.bad().stream().filter(fate -> fate.isWithoutValue() && fate.deadLetters().isEmpty()).findFirst();
        if (nothing.isPresent() && !isRunning() && said("NullPointerException")) {
            throw stoppedBy(nothing.get());
        }
        Optional<Fate> culprit = unbilled.stream().flatMap(fate -> before(fate).stream())
                .min(Comparator.comparing(this::suspicion));
        throw culprit.map(this::stoppedBy).orElseGet(() -> Wrong.seen(unbilled.size() + " good orders have no "
                + "invoice, the first at " + unbilled.get(0).order().place() + ". The program " + desk.state())
                .means("one order that cannot be billed must not keep back those that can.")
                .lookAt("what happens to the other orders that the same poll() has returned?"));
    }

    /** Returns the bad order that lies before the first good one of a partition that was not billed. */
    private Optional<Fate> before(Fate unbilled) {
        List<Fate> partition = books.fates().stream()
                .filter(fate -> fate.order().partition() == unbilled.order().partition()).toList();
        List<Fate> bad = partition.stream().takeWhile(fate -> !fate.isGood() || fate.isDone())
                .filter(fate -> !fate.isGood()).toList();
        // who comes back to one again and again gets to none that lies behind it
        return bad.stream().filter(Progress::isRepeated).findFirst()
                .or(() -> bad.stream().filter(fate -> !fate.isDone()).findFirst())
                .or(() -> bad.stream().filter(fate -> fate.deadLetters().isEmpty()).findFirst())
                .or(() -> bad.stream().reduce((one, next) -> next));
    }

    private static boolean isRepeated(Fate bad) {
        return bad.deadLetters().size() > 1;
    }

    // several partitions may be left unbilled: the order that is to blame is known by what the program met
    private int suspicion(Fate fate) {
        if (isRepeated(fate)) {
            return 0;
        }
        boolean suspect = switch (fate.poison().orElseThrow()) {
            case TOO_LARGE -> refusedInVain();
            case NO_VALUE -> fate.deadLetters().isEmpty() && said("NullPointerException");
            case NOT_TEXT -> !refusedInVain() && (desk.attempt().run().exitCode().isEmpty() || said("serializ"));
            default -> !refusedInVain() && desk.attempt().run().exitCode().isPresent() && !said("serializ");
        };
        return suspect ? 1 : fate.isDone() ? 3 : 2;
    }

    // more often than there are dead letters for such orders
    private boolean refusedInVain() {
        return refusals() > books.bad().stream().filter(Fate::isDone)
                .filter(fate -> fate.poison().equals(Optional.of(Poison.TOO_LARGE))).count();
    }

    private Wrong stoppedBy(Fate bad) {
        Poison poison = bad.poison().orElseThrow();
        long behind = books.missing().stream().filter(Fate::isGood)
                .filter(fate -> fate.order().partition() == bad.order().partition())
                .filter(fate -> fate.order().offset() > bad.order().offset()).count();
        Wrong wrong = Wrong.seen(bad.order().place() + " " + poison.words() + ", and " + behind
                + (behind == 1 ? " good order" : " good orders") + " behind it on this partition got no invoice. The "
                + "program " + desk.state());
        if (isRepeated(bad)) {
            return wrong.means("it has " + bad.deadLetters().size() + " dead letters by now. seek() names the offset "
                    + "of the record that comes next: the offset of a record itself brings it back, as does a return "
                    + "to a commit before it.")
                    .lookAt("where does your program go on after a dead letter?");
        }
        int told = desk.traffic().described(desk.deadLetters());
        // who waits for less long than this check has ended meanwhile, and says why
        if ((isRunning() || said("not present in metadata")) && told > MANY) {
            return wrong.means("it has asked " + told + " times for news of the dead-letter topic, which has 1 partition, partition 0. "
                    + "send() waits for a partition that a topic does not have, as for a topic that is not there, until max.block.ms "
                    + "is over. How many partitions one topic has says nothing about another.")
                    .lookAt("to which partition of the dead-letter topic does your program send, and who chooses it?");
        }
        if (!bad.deadLetters().isEmpty()) {
            return wrong.means("each record has an offset of its own, and seek() names the one to go on with: what "
                    + "lies between is not read by this group any more.")
                    .lookAt("where does your program go on after such an order?");
        }
        return switch (poison) {
            case NO_VALUE -> isRunning() ? keptBack(wrong)
                    : wrong.means("a record need not have a value, nor a key: null is what poll() returns then. What your program throws at it "
                            + "ends it, and the one that is started next begins before the same record.")
                            .lookAt("what does your program do with a record whose value, or key, is null?");
            case NOT_TEXT -> wrong.means("what a deserializer throws comes out of poll() as a "
                    + "RecordDeserializationException, and the consumer stays before the record: each poll() throws "
                    + "it again, also in the program that is started next.")
                    .lookAt("what does this exception know of the record, and what moves a consumer to another place?");
            case TOO_LARGE -> !desk.traffic().transactionalIds().isEmpty()
                    ? wrong.means("a transaction of which one record is refused has failed as a whole: until it is aborted, its producer "
                            + "can neither go on with it nor begin another one.")
                            .lookAt("what does your program do with the transaction before it tries another way?")
                    : isRunning() && refusals() <= 3
                    ? wrong.means("what the brokers say against a record arrives where its answer is waited for: as the cause of what "
                            + "get() throws, or in the callback.")
                            .lookAt("what does your program do when the answer to an invoice says that it is too large?")
                    : refusals() > 3
                    ? wrong.means("the brokers refused its invoice " + refusals() + " times (" + TOO_LARGE
                            + "). A record that is too large is too large every time. What may pass, the producer "
                            + "itself has tried again already.")
                            .lookAt("which errors does your program try again?")
                    : wrong.means("what the brokers say against a record arrives as the cause of an "
                            + "ExecutionException, which is what get() throws, or in the callback. A catch of the "
                            + "cause's own class does not see it.")
                            .lookAt("what does your program catch around get(), and what does it ask of what it has "
                                    + "caught?");
            default -> isRunning() ? keptBack(wrong)
                    : wrong.means("what your program throws at a record ends it, and the one that is started next "
                            + "begins at the last commit, before the same record: it ends there, too.")
                            .lookAt("what does your program do with an order that it cannot make sense of?");
        };
    }

    private static Wrong keptBack(Wrong wrong) {
        return wrong.means("one order that cannot be billed must not keep back those that can.")
                .lookAt("what does your program do with an order that it cannot make sense of?");
    }

    private boolean isRunning() {
        return desk.attempt().run().exitCode().isEmpty() || desk.attempt().run().stopped().equals(Optional.of(Stopped.BY_THE_CHECK));
    }

    private boolean said(String text) {
        return Printed.by(desk.attempt().run()).has(text);
    }

    private long refusals() {
        return desk.answers(desk.invoices()).map(Produced::error).filter(TOO_LARGE::equals).count();
    }
}

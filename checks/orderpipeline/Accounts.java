package checks.orderpipeline;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Books;
import workshop.check.Books.Fate;
import workshop.check.MemberRun;
import workshop.check.Poison;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Stored;

/** What became of every single order, when the storm is over. */
public final class Accounts {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS")
            .withZone(ZoneId.systemDefault());

    private final Storm storm;
    private final Crew crew;

    /** Takes a storm that is over. */
    public Accounts(Storm storm) {
        this.storm = storm;
        this.crew = storm.crew();
    }

    private Books books() {
        return storm.watch().books();
    }

    /** Establishes that each good order has an invoice, and each bad one a dead letter. */
    public void judgeAll() {
        List<Fate> lost = storm.watch().lost();
        List<Fate> missing = lost.isEmpty() ? books().missing() : lost;
        missing.stream().findFirst().ifPresent(fate -> {
            if (storm.watch().end() == Watch.End.FALLEN && lost.isEmpty()) {
                Trial.cannotJudge("to be judged once no run falls over");
            }
            throw missing(fate, missing.size());
        });
    }

    /** Establishes that invoices have their key, that dead letters are as they came, and that nothing else is there. */
    public void judgeForm() {
        books().good().forEach(fate -> fate.invoices().forEach(invoice -> Books.judgeKey(fate.order(), invoice)));
        books().bad().forEach(fate -> fate.deadLetters().forEach(letter -> judge(fate.order(), letter)));
        judgeRest();
        if (books().good().stream().noneMatch(Fate::isDone) || books().bad().stream().noneMatch(Fate::isDone)) {
            Trial.cannotJudge("to be judged once there are invoices and dead letters");
        }
    }

    private static void judge(Stored order, Stored letter) {
        if (!Arrays.equals(order.value(), letter.value()) || !Arrays.equals(order.key(), letter.key())) {
            throw Wrong.seen("the dead letter at " + letter.place() + " is that of " + order.place() + ", and its "
                            + (Arrays.equals(order.key(), letter.key()) ? "value" : "key") + " has other bytes.")
                    .means("a dead letter is there to be looked into, and to be put back when the fault is mended: "
                            + "for that it has to be what came, byte for byte.")
                    .lookAt("which bytes does your program give to the dead letter?");
        }
        String from = Books.header(letter, Books.FROM_TOPIC) + "-" + Books.header(letter, Books.FROM_PARTITION) + "@"
                + Books.header(letter, Books.FROM_OFFSET);
        if (!from.equals(order.place())) {
            throw Wrong.seen("the dead letter at " + letter.place() + " is that of " + order.place() + ", and its "
                            + "headers name " + from + ".")
                    .means("where the order came from is nowhere but in the headers of its dead letter.")
                    .lookAt("which record do you give to deadLetter()?");
        }
    }

    private void judgeRest() {
        books().good().stream().filter(fate -> !fate.deadLetters().isEmpty()).findFirst().ifPresent(fate -> {
            throw setAside(fate, about(fate) + " is a good one.");
        });
        books().bad().stream().filter(fate -> !fate.invoices().isEmpty()).findFirst().ifPresent(fate -> {
            throw Wrong.seen(fate.order().place() + " " + fate.poison().map(Poison::words).orElse("")
                            + ", and was billed: its invoice lies at " + fate.invoices().get(0).place() + ".")
                    .means("the brokers take whatever a producer sends. Nobody but your program looks at what an "
                            + "order is.")
                    .lookAt("what makes your program believe that this is an order?");
        });
        books().strayInvoices().stream().findFirst().ifPresent(invoice -> {
            throw Wrong.seen("the record at " + invoice.place() + " names no order of " + crew.orders().name() + ".")
                    .means("whoever reads invoices finds the order by its order_id.")
                    .lookAt("what does your program write to INVOICES besides invoices?");
        });
        books().strayLetters().stream().findFirst().ifPresent(letter -> {
            throw Wrong.seen("the dead letter at " + letter.place() + " is no order of " + crew.orders().name() + ".")
                    .means("whoever looks through the dead letters looks for orders.")
                    .lookAt("what does your program write to DLQ besides dead letters?");
        });
    }

    /** Tells the history of an order that is not done. */
    private Wrong missing(Fate fate, int count) {
        Stored order = fate.order();
        TopicPartition partition = order.topicPartition();
        String seen = about(fate) + (Waves.isFlaky(order) ? ", for which process() fails twice in each run," : "")
                + (fate.isGood() ? " has no invoice" : " " + fate.poison().orElseThrow().words()
                + ", and has no dead letter") + (count == 1 ? ". " : "; so it is with " + count + " orders. ");
        if (fate.isGood() && !fate.deadLetters().isEmpty()) {
            return setAside(fate, seen.strip());
        }
        if (!crew.elsewhere().isEmpty()) {
            return Wrong.seen(seen + "The program asked the brokers for the topic "
                            + String.join(", ", crew.elsewhere()) + ".")
                    .means("a service is told its topics by its surroundings; here TOPIC, INVOICES and DLQ name them.")
                    .lookAt("where do the names of the topics come from?");
        }
        String readers = crew.readersOf(order);
        if (readers.isEmpty()) {
            return Wrong.seen(seen + "No run has read so far" + said())
                    .means("a member gets on when poll() is called again and again, and goes on behind what it cannot "
                            + "bill.")
                    .lookAt("what keeps your program from the orders that follow?");
        }
        seen += "It was read by " + readers + ". ";
        Optional<Commit> commit = crew.group().commits().stream().filter(each -> each.partition().equals(partition))
                .filter(each -> each.offset().orElse(0L) > order.offset()).findFirst();
        if (commit.isEmpty()) {
            return Wrong.seen(seen + "Nobody has committed it, and nothing more came" + said())
                    .means("what send() was not given, or what the brokers have not confirmed, is on no topic.")
                    .lookAt("what becomes of this order in your program, and what does it wait for?");
        }
        long offset = commit.get().offset().orElseThrow();
        String by = crew.asked().stream().filter(asked -> asked.offset(order) == offset)
                .map(Crew.Asked::program).findFirst().map(program -> program + " had the group commit")
                .orElse("the group committed");
        String when = CLOCK.format(Instant.ofEpochMilli(commit.get().timestamp()));
        return Wrong.seen(seen + "At " + when + " " + by + " offset " + offset + ", past it: the order is lost.")
                .means("a commit says that everything before it is done. Whoever comes next begins there, and nobody "
                        + "ever sees this order again. commitSync() without offsets and enable.auto.commit cover all that "
                        + "poll() has returned, done or not; and flush() returns, too, when all was refused.")
                .lookAt("what commits in your program, and what of this order is confirmed at that moment?");
    }

    private static Wrong setAside(Fate fate, String seen) {
        Stored letter = fate.deadLetters().get(0);
        String reason = Books.header(letter, Books.REASON);
        return Wrong.seen(seen + " It lies on the dead-letter topic, at " + letter.place()
                        + (reason == null ? "." : ", and dlq.reason says: " + Printed.quote(reason)))
                .means("a dead letter is for an order that can never be billed. What fails now and then is tried again; "
                        + "and where no broker answers, nothing is wrong with the order.")
                .lookAt("which errors does your program take for the fault of an order?");
    }

    private String said() {
        return crew.runs().staying().stream().findFirst().map(MemberRun::attempt)
                .map(attempt -> Printed.by(attempt.run()).quoted())
                .filter(quoted -> !quoted.equals("nothing")).map(quoted -> ". The program said: " + quoted).orElse(".");
    }

    private static String about(Fate fate) {
        return "the order at " + fate.order().place();
    }
}

package checks.errors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.check.Books.Fate;
import workshop.check.Books;
import workshop.check.Poison;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What a run put on its dead-letter topic, of orders among which some are bad. */
public final class DeadLetters {

    private static final int SHOWN_BYTES = 12;
    private static final int SHOWN_CHARACTERS = 80;
    private static final String NULL = "null";
    private static final String REPLACEMENT = latin1("\ufffd".getBytes(StandardCharsets.UTF_8));

    private final Desk desk;
    private final Books books;

    /** Takes a run from which nothing more is to be expected. */
    public DeadLetters(Desk desk, Books books) {
        this.desk = desk;
        this.books = books;
    }

    /** Establishes that each bad order is there, once, and no good one. */
    public void judgeWhich() {
        books.bad().stream().filter(fate -> !fate.invoices().isEmpty()).findFirst().ifPresent(fate -> {
            throw Wrong.seen(about(fate) + ", and was billed: its invoice lies at " + fate.invoices().get(0).place()
                    + ".")
                    .means("the brokers take whatever a producer sends. Nobody but your program looks at what an "
                            + "order is.")
                    .lookAt("what makes your program believe that this is an order?");
        });
        List<Fate> nowhere = books.bad().stream().filter(fate -> !fate.isDone()).toList();
        if (nowhere.size() > books.strayLetters().size()) {
            throw Wrong.seen(about(nowhere.get(0)) + ". It is neither billed nor on the dead-letter topic "
                    + desk.deadLetters()
                            + ". The program " + desk.state())
                    .means("a consumer that goes on behind a record never sees it again, and the commit that follows "
                            + "makes it so for the whole group. What is kept nowhere else is lost, and nobody knows.")
                    .lookAt("where does an order go that your program skips?");
        }
        books.good().stream().filter(fate -> !fate.deadLetters().isEmpty()).findFirst().ifPresent(fate -> {
            throw Wrong.seen(fate.order().place() + " is a good order, and lies on the dead-letter topic, at "
                            + fate.deadLetters().get(0).place() + ".")
                    .means("a dead letter is for an order that can never be billed.")
                    .lookAt("which orders does your program give up, besides the one that has failed?");
        });
        books.bad().stream().filter(fate -> fate.deadLetters().size() > 1).findFirst().ifPresent(fate -> {
            throw Wrong.seen(about(fate) + ", and has " + fate.deadLetters().size() + " dead letters: "
                            + places(fate.deadLetters()) + ".")
                    .means("seek() names the offset of the record that comes next. The offset of a record itself "
                            + "brings it back, as does a return to a commit before it.")
                    .lookAt("where does your program go on after a dead letter?");
        });
    }

    /** Establishes that key and value are as they were. */
    public void judgeBytes() {
        needLetters();
        books.strayLetters().stream().findFirst().ifPresent(letter -> {
            throw changed(letter.value(), "the dead letter at " + letter.place() + " is " + shown(letter.value())
                    + ", and so was no order on " + desk.orders() + ".");
        });
        books.bad().forEach(fate -> fate.deadLetters().forEach(letter -> {
            if (!Arrays.equals(fate.order().value(), letter.value())) {
                throw changed(letter.value(), about(fate) + ". Its value was " + shown(fate.order().value())
                        + "; that of the dead letter at " + letter.place() + " is " + shown(letter.value()) + ".");
            }
            if (!Arrays.equals(fate.order().key(), letter.key())) {
                throw changed(letter.key(), about(fate) + ". Its key was " + shown(fate.order().key())
                        + "; that of the dead letter at " + letter.place() + " is " + shown(letter.key()) + ".");
            }
        }));
    }

    private Wrong changed(byte[] letter, String seen) {
        Wrong wrong = Wrong.seen(seen).lookAt("which bytes does your program give to the dead letter, and where did "
                + "it get them?");
        String bytes = latin1(letter);
        if (bytes.contains(REPLACEMENT)) {
            return wrong.means("StringDeserializer never fails: it puts a mark (\ufffd) in the place of bytes that "
                    + "are no UTF-8. The text that comes out does not become the same bytes again.");
        }
        boolean holds = books.bad().stream().filter(fate -> !fate.isWithoutValue())
                .anyMatch(fate -> bytes.contains(latin1(fate.order().value())));
        return holds
                ? wrong.means("the bytes of the order are in it, and others around them. The array behind a "
                        + "ByteBuffer may hold all that a broker has sent: the record is from its position to its "
                        + "limit. What is to be said besides belongs into headers.")
                : wrong.means("a dead letter is there to be looked into, and to be put back when the fault is mended: "
                        + "for that it has to be what came, byte for byte.");
    }

    // a character for each byte, so that bytes can be looked for in bytes
    private static String latin1(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Establishes that the headers say from where and why. */
    public void judgeHeaders() {
        needLetters();
        books.bad().forEach(fate -> fate.deadLetters().forEach(letter -> {
            Stored order = fate.order();
            judge(letter, order, Books.FROM_TOPIC, order.topic());
            judge(letter, order, Books.FROM_PARTITION, String.valueOf(order.partition()));
            judge(letter, order, Books.FROM_OFFSET, String.valueOf(order.offset()));
            String reason = Objects.requireNonNullElse(Books.header(letter, Books.REASON), "");
            if (reason.isBlank() || reason.equals("null")) {
                throw Wrong.seen("the dead letter at " + letter.place() + " for " + order.place() + " does not say "
                        + "why: "
                                + (!letter.headers().containsKey(Books.REASON)
                                ? "it has no header " + Books.REASON + headers(letter) + "."
                                : Books.REASON + " is \"" + reason + "\"."))
                        .means("whoever finds a dead letter in the morning sees a record and no stack trace.")
                        .lookAt("what do you know of the failure at the moment at which you make the dead letter?");
            }
        }));
    }

    private static void judge(Stored letter, Stored order, String header, String wanted) {
        String value = Books.header(letter, header);
        if (wanted.equals(value == null ? null : value.strip())) {
            return;
        }
        byte[] bytes = letter.headers().get(header);
        Wrong wrong = Wrong.seen("the dead letter at " + letter.place() + " is that of " + order.place()
                + ". Its header " + header
                + (value == null ? " is missing" + headers(letter) : " is " + shown(bytes))
                + ", where it should say " + wanted
                + ".");
        throw value != null && isBinary(bytes)
                ? wrong.means("a header is a name and bytes, and no more: neither Kafka nor a tool knows what they "
                        + "mean. As text everybody can read them.")
                        .lookAt("how do you turn the number into bytes?")
                : wrong.means("a record knows its topic, partition and offset from where it lies, and a dead letter "
                        + "lies elsewhere. Where the order came from is nowhere but in its headers.")
                        .lookAt("what do you know of the place of the order when you make the dead letter, in each of "
                                + "the cases?");
    }

    private void needLetters() {
        if (books.strayLetters().isEmpty() && books.bad().stream().allMatch(fate -> fate.deadLetters().isEmpty())) {
            Trial.cannotJudge("to be judged once there are dead letters");
        }
    }

    private static String about(Fate fate) {
        return fate.order().place() + " " + fate.poison().map(Poison::words).orElse("");
    }

    private static String headers(Stored letter) {
        return letter.headers().isEmpty() ? " (it has no header at all)"
                : " (it has " + letter.headers().keySet().stream().sorted().collect(Collectors.joining(", ")) + ")";
    }

    private static String places(List<Stored> records) {
        Stream<String> first = records.stream().limit(3).map(Stored::place);
        return first.collect(Collectors.joining(", ")) + (records.size() > 3 ? ", …" : "");
    }

    /** Shows text as text, and other bytes as such, with how many there are. */
    private static String shown(byte[] bytes) {
        if (bytes == null) {
            return NULL;
        }
        if (bytes.length == 0) {
            return "empty";
        }
        if (NULL.equals(latin1(bytes))) {
            return "the four letters " + NULL;
        }
        boolean binary = isBinary(bytes);
        int limit = binary ? SHOWN_BYTES : SHOWN_CHARACTERS;
        String text = binary ? "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, limit))
                : Printed.quote(new String(bytes, 0, Math.min(bytes.length, limit), StandardCharsets.UTF_8));
        return text + (bytes.length > limit ? "… (" + bytes.length + " bytes)" : "");
    }

    private static boolean isBinary(byte[] bytes) {
        return latin1(bytes).chars().anyMatch(each -> each < ' ')
                || Poison.of(bytes).equals(Optional.of(Poison.NOT_TEXT));
    }
}

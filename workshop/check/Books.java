package workshop.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.evidence.Evidence;
import workshop.evidence.Stored;

/**
 * What became of each order on a topic, as it lies on the topics for invoices and for dead letters.
 *
 * @param fates         each order with its invoices and dead letters, by partition and offset of the order
 * @param strayInvoices invoices that name no order of the topic
 * @param strayLetters  dead letters that neither are an order of the topic, byte for byte, nor name its place
 */
public record Books(List<Fate> fates, List<Stored> strayInvoices, List<Stored> strayLetters) {

    /** The header of a dead letter that names the topic it comes from. */
    public static final String FROM_TOPIC = "dlq.topic";
    /** The header of a dead letter that names the partition it comes from. */
    public static final String FROM_PARTITION = "dlq.partition";
    /** The header of a dead letter that names the offset it comes from. */
    public static final String FROM_OFFSET = "dlq.offset";
    /** The header of a dead letter that says why it is one. */
    public static final String REASON = "dlq.reason";

    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\"\\s*:\\s*\"([^\"]+)\"");

    /**
     * What became of an order.
     *
     * @param order       the order
     * @param poison      what is wrong with it, or nothing for one that can be billed
     * @param invoices    its invoices, in the order in which they lie on their topic
     * @param deadLetters its dead letters, in the order in which they lie on their topic
     */
    public record Fate(Stored order, Optional<Poison> poison, List<Stored> invoices, List<Stored> deadLetters) {

        /** Returns whether it can be billed. */
        public boolean isGood() {
            return poison.isEmpty();
        }

        /**
         * Returns whether it has what it is to have: a good one an invoice, a bad one a dead letter. One without a value may be passed
         * over.
         */
        public boolean isDone() {
            return !(isGood() ? invoices : deadLetters).isEmpty() || isWithoutValue();
        }

        /** Returns whether it is a record without a value, which holds nothing that could get lost. */
        public boolean isWithoutValue() {
            return order.value() == null;
        }

        /** Returns whether it has a second one of either. */
        public boolean isRepeated() {
            return invoices.size() > 1 || deadLetters.size() > 1;
        }
    }

    /** Reads what lies on the three topics now. */
    public static Books read(Evidence evidence, String orders, String invoices, String deadLetters) {
        // the orders last: what has an invoice was an order before
        List<Stored> billed = evidence.records(invoices);
        List<Stored> letters = evidence.records(deadLetters);
        List<Fate> fates = evidence.records(orders).stream().map(order -> new Fate(order, Poison.of(order.value()),
                new ArrayList<>(), new ArrayList<>())).toList();
        return new Books(fates, file(billed, fates), sort(letters, fates));
    }

    /**
     * Establishes that an invoice has the user of its order as its key.
     *
     * @throws Wrong where it has another one, or none
     */
    public static void judgeKey(Stored order, Stored invoice) {
        String user = ShopOrder.userOf(order);
        if (!user.equals(invoice.keyText())) {
            throw Wrong.seen("the order at " + order.place() + " is one of " + user
                            + (user.equals(order.keyText()) ? "" : ", as its value says") + "; its invoice at "
                            + invoice.place() + " has " + (invoice.key() == null ? "no key." : "the key "
                            + invoice.keyText() + "."))
                    .means("the key decides on the partition: with the user as the key a user's invoices stay in "
                            + "order.")
                    .lookAt("what do you give to the constructor of ProducerRecord, and in which place?");
        }
    }

    /** Returns the orders that can be billed. */
    public List<Fate> good() {
        return fates.stream().filter(Fate::isGood).toList();
    }

    /** Returns the orders that cannot be billed. */
    public List<Fate> bad() {
        return fates.stream().filter(fate -> !fate.isGood()).toList();
    }

    /** Returns the orders that have not what they are to have. */
    public List<Fate> missing() {
        return fates.stream().filter(fate -> !fate.isDone()).toList();
    }

    /** Returns the orders that have more than one invoice or dead letter. */
    public List<Fate> repeated() {
        return fates.stream().filter(Fate::isRepeated).toList();
    }

    private static List<Stored> file(List<Stored> invoices, List<Fate> fates) {
        Map<String, Fate> byId = new HashMap<>();
        fates.forEach(fate -> orderId(fate.order()).ifPresent(id -> byId.put(id, fate)));
        return invoices.stream().filter(invoice -> {
            Fate fate = orderId(invoice).map(byId::get).orElse(null);
            return fate == null || !fate.invoices().add(invoice);
        }).toList();
    }

    private static List<Stored> sort(List<Stored> letters, List<Fate> fates) {
        Map<Optional<ByteBuffer>, Fate> byValue = new HashMap<>();
        Map<String, Fate> byPlace = new HashMap<>();
        fates.forEach(fate -> {
            byValue.put(Optional.ofNullable(fate.order().value()).map(ByteBuffer::wrap), fate);
            byPlace.put(fate.order().place(), fate);
        });
        return letters.stream().filter(letter -> {
            Fate same = byValue.get(Optional.ofNullable(letter.value()).map(ByteBuffer::wrap));
            Fate fate = same != null ? same : byPlace.get(header(letter, FROM_TOPIC) + "-"
                    + header(letter, FROM_PARTITION) + "@"
                    + header(letter, FROM_OFFSET));
            return fate == null || !fate.deadLetters().add(letter);
        }).toList();
    }

    /** Returns a header of a dead letter as text, or null where there is none. */
    public static String header(Stored letter, String name) {
        byte[] value = letter.headers().get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static Optional<String> orderId(Stored record) {
        // not as JSON: it may be none, and still say which order it is
        String value = Objects.requireNonNullElse(record.valueText(), "");
        Matcher id = ORDER_ID.matcher(value);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }
}

package workshop.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.evidence.Stored;
import workshop.program.Output;
import workshop.program.ProgramRun;

/**
 * The lines in which a program names orders, in whatever form. An order is known by its id, which has six digits here, so
 * that no offset, amount or time is taken for one. A look reads only what has been printed since the last one.
 */
public final class OrderLines {

    private static final Pattern ID = Pattern.compile("(?<!\\d)\\d{6}(?!\\d)");

    private final ProgramRun run;
    private final Index output = new Index();
    private final Index errors = new Index();

    /** The lines of one stream by the ids that they name. */
    private static final class Index {

        private final Map<String, Map<Integer, String>> lines = new HashMap<>();
        private int read;

        void look(Output stream) {
            List<String> all = stream.lines();
            for (int n = read; n < all.size(); n++) {
                int number = n;
                ID.matcher(all.get(n)).results().forEach(id -> lines.computeIfAbsent(id.group(), any -> new TreeMap<>())
                        .put(number, all.get(number)));
            }
            // the last line may not be whole yet, and is read again
            read = Math.max(0, all.size() - 1);
        }

        Stream<String> naming(String id) {
            return lines.getOrDefault(id, Map.of()).values().stream();
        }
    }

    /** Takes a program, of whose output nothing has been read yet. */
    public OrderLines(ProgramRun run) {
        this.run = run;
    }

    /** Reads what the program has printed since the last look, on both streams. */
    public OrderLines look() {
        output.look(run.output());
        errors.look(run.errors());
        return this;
    }

    /** Returns whether a line names an order. */
    public boolean name(String orderId) {
        return first(orderId).isPresent();
    }

    /** Returns the first line that names an order, if any does. */
    public Optional<String> first(String orderId) {
        return Stream.concat(output.naming(orderId), errors.naming(orderId)).findFirst();
    }

    /** Returns which of these orders no line names. */
    public List<Stored> missing(Collection<Stored> orders) {
        return orders.stream().filter(order -> !name(id(order))).toList();
    }

    /** Returns how many lines name an order with its partition and offset: of one stream, as a logger may repeat the other. */
    public long times(Stored order) {
        return Stream.of(output, errors).mapToLong(index -> index.naming(id(order)).filter(line -> hasPlace(line, order))
                .count()).max().orElse(0);
    }

    /** Returns what the program has printed besides these orders. */
    public Printed besides(Collection<Stored> orders) {
        Map<String, Stored> byId = orders.stream().collect(Collectors.toMap(OrderLines::id, order -> order));
        return Printed.by(run).without(line -> ID.matcher(line).results().map(id -> byId.get(id.group()))
                .anyMatch(order -> order != null && hasPlace(line, order)));
    }

    /** Returns the id of the order that a record holds. */
    public static String id(Stored order) {
        return ID.matcher(order.valueText()).results().map(id -> id.group()).findFirst().orElseThrow();
    }

    // a logger of JSON puts a backslash before each quotation mark
    private static boolean hasPlace(String line, Stored order) {
        String rest = line.replace("\\\"", "\"").replace(order.valueText(), " ");
        return PrintedRecord.hasNumber(rest, order.partition())
                && PrintedRecord.hasNumber(rest, order.offset());
    }
}

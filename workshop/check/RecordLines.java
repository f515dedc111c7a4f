package workshop.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.evidence.Stored;
import workshop.program.Output;
import workshop.program.ProgramRun;

/**
 * The lines in which a program names records that hold orders, on either stream. A line names an order by its id, which has six digits
 * here ({@link ShopOrder#firstId}), so that no offset, amount or time is taken for one. A look reads only what has been printed since
 * the last one.
 */
public final class RecordLines {

    private static final Pattern ID = Pattern.compile("(?<!\\d)\\d{6}(?!\\d)");

    private final ProgramRun run;
    private final boolean withValue;
    private final Index output = new Index();
    private final Index errors = new Index();

    /** The lines of one stream by the ids in them. */
    private final class Index {

        private final Map<String, Map<Integer, String>> lines = new HashMap<>();
        private int read;

        void look(Output stream) {
            List<String> all = stream.lines();
            for (int n = read; n < all.size(); n++) {
                int number = n;
                String line = plain(all.get(n));
                ids(line).forEach(found -> lines.computeIfAbsent(found, any -> new TreeMap<>()).put(number, line));
            }
            // the last line may not be whole yet, and is read again
            read = Math.max(0, all.size() - 1);
        }

        Stream<String> naming(String id) {
            return lines.getOrDefault(id, Map.of()).values().stream();
        }
    }

    private RecordLines(ProgramRun run, boolean withValue) {
        this.run = run;
        this.withValue = withValue;
    }

    /** Takes a program that is to print of each order its key, its place and all that its value says, in whatever form. */
    public static RecordLines withOrders(ProgramRun run) {
        return new RecordLines(run, true);
    }

    /** Takes a program that is to name each order by its id in whatever form, with its key and its place. */
    public static RecordLines withIdsAndKeys(ProgramRun run) {
        return new RecordLines(run, false);
    }

    /** Reads what the program has printed since the last look. */
    public RecordLines look() {
        output.look(run.output());
        errors.look(run.errors());
        return this;
    }

    /** Returns the first line that names a record, if any does. */
    public Optional<String> first(Stored record) {
        return first(id(record));
    }

    /** Returns the first line that has an id, if any does. */
    public Optional<String> first(String id) {
        return Stream.concat(output.naming(id), errors.naming(id)).findFirst();
    }

    /** Returns which of these records no line names. */
    public List<Stored> missing(Collection<Stored> records) {
        return records.stream().filter(record -> first(record).isEmpty()).toList();
    }

    /** Returns whether a line lacks nothing of a record. */
    public boolean has(Stored record) {
        return times(record) > 0;
    }

    /** Returns how many lines lack nothing of a record: of one stream alone, as a logger may repeat the other. */
    public long times(Stored record) {
        return Stream.of(output, errors).mapToLong(index -> index.naming(id(record))
                .filter(line -> lacking(line, record).isEmpty()).count()).max().orElse(0);
    }

    /** Returns what a line that names a record does not say of it: its partition, its offset, its key or what its value says. */
    public List<String> lacking(String line, Stored record) {
        List<String> lacking = new ArrayList<>();
        String rest = plain(line);
        if (withValue && !rest.contains(record.valueText())) {
            rest = ShopOrder.of(record).saidIn(rest, lacking);
        } else {
            rest = rest.replace(record.valueText(), " ");
        }
        if (!hasNumber(rest, record.partition())) {
            lacking.add("partition " + record.partition());
        }
        if (!hasNumber(rest, record.offset())) {
            lacking.add("offset " + record.offset());
        }
        if (record.key() != null && !rest.contains(record.keyText())) {
            lacking.add("key " + record.keyText());
        }
        return lacking;
    }

    /** Returns what the program has printed besides the lines that lack nothing of one of these records. */
    public Printed besides(Collection<Stored> records) {
        Map<String, Stored> byId = records.stream().collect(Collectors.toMap(this::id, record -> record));
        return Printed.by(run).without(line -> ids(plain(line)).map(byId::get)
                .anyMatch(record -> record != null && lacking(line, record).isEmpty()));
    }

    private String id(Stored record) {
        return ids(record.valueText()).findFirst().orElseThrow();
    }

    private Stream<String> ids(String text) {
        return ID.matcher(text).results().map(MatchResult::group);
    }

    private static String plain(String line) {
        return line.replace("\\\"", "\"");
    }

    private static boolean hasNumber(String text, long number) {
        return Pattern.compile("(?<!\\d)0*" + number + "(?!\\d)").matcher(text).find();
    }
}

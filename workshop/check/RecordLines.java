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
 * The lines in which a program names records, on either stream. A line names a record by a mark that stands in the record's
 * value too, as it is or as a logger of JSON writes it, with a backslash before each quotation mark. A look reads only what
 * has been printed since the last one.
 */
public final class RecordLines {

    // an order as JSON, which has no object within it
    private static final Pattern VALUE = Pattern.compile("\\{[^{}]*}");
    private static final Pattern ID = Pattern.compile("(?<!\\d)\\d{6}(?!\\d)");

    private final ProgramRun run;
    private final Pattern mark;
    private final boolean withKey;
    private final Index output = new Index();
    private final Index errors = new Index();

    /** The lines of one stream by the marks in them. */
    private final class Index {

        private final Map<String, Map<Integer, String>> lines = new HashMap<>();
        private int read;

        void look(Output stream) {
            List<String> all = stream.lines();
            for (int n = read; n < all.size(); n++) {
                int number = n;
                String line = plain(all.get(n));
                marks(line).forEach(found -> lines.computeIfAbsent(found, any -> new TreeMap<>()).put(number, line));
            }
            // the last line may not be whole yet, and is read again
            read = Math.max(0, all.size() - 1);
        }

        Stream<String> naming(String mark) {
            return lines.getOrDefault(mark, Map.of()).values().stream();
        }
    }

    private RecordLines(ProgramRun run, Pattern mark, boolean withKey) {
        this.run = run;
        this.mark = mark;
        this.withKey = withKey;
    }

    /** Takes a program that is to print of each order the value as it is, its key and its place. */
    public static RecordLines withValues(ProgramRun run) {
        return new RecordLines(run, VALUE, true);
    }

    /**
     * Takes a program that is to name each order in whatever form, and its place. The order is known by its id, which has six
     * digits here, so that no offset, amount or time is taken for one.
     */
    public static RecordLines withIds(ProgramRun run) {
        return new RecordLines(run, ID, false);
    }

    /** Reads what the program has printed since the last look. */
    public RecordLines look() {
        output.look(run.output());
        errors.look(run.errors());
        return this;
    }

    /** Returns the first line that names a record, if any does. */
    public Optional<String> first(Stored record) {
        return first(mark(record));
    }

    /** Returns the first line that has a mark, if any does. */
    public Optional<String> first(String mark) {
        return Stream.concat(output.naming(mark), errors.naming(mark)).findFirst();
    }

    /** Returns which of these records no line names. */
    public List<Stored> missing(Collection<Stored> records) {
        return records.stream().filter(record -> first(record).isEmpty()).toList();
    }

    /** Returns how many lines lack nothing of a record: of one stream alone, as a logger may repeat the other. */
    public long times(Stored record) {
        return Stream.of(output, errors).mapToLong(index -> index.naming(mark(record))
                .filter(line -> lacking(line, record).isEmpty()).count()).max().orElse(0);
    }

    /** Returns what a line that names a record does not say of it: its partition, its offset or its key. */
    public List<String> lacking(String line, Stored record) {
        String rest = plain(line).replace(record.valueText(), " ");
        List<String> lacking = new ArrayList<>();
        if (!hasNumber(rest, record.partition())) {
            lacking.add("partition " + record.partition());
        }
        if (!hasNumber(rest, record.offset())) {
            lacking.add("offset " + record.offset());
        }
        if (withKey && record.key() != null && !rest.contains(record.keyText())) {
            lacking.add("key " + record.keyText());
        }
        return lacking;
    }

    /** Returns what the program has printed besides the lines that lack nothing of one of these records. */
    public Printed besides(Collection<Stored> records) {
        Map<String, Stored> byMark = records.stream().collect(Collectors.toMap(this::mark, record -> record));
        return Printed.by(run).without(line -> marks(plain(line)).map(byMark::get)
                .anyMatch(record -> record != null && lacking(line, record).isEmpty()));
    }

    private String mark(Stored record) {
        return marks(record.valueText()).findFirst().orElseThrow();
    }

    private Stream<String> marks(String text) {
        return mark.matcher(text).results().map(MatchResult::group);
    }

    private static String plain(String line) {
        return line.replace("\\\"", "\"");
    }

    private static boolean hasNumber(String text, long number) {
        return Pattern.compile("(?<!\\d)0*" + number + "(?!\\d)").matcher(text).find();
    }
}

package workshop.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.evidence.Stored;
import workshop.program.Output;
import workshop.program.ProgramRun;

/**
 * What a program has printed of a record: the lines that hold its value, as it is, or as a logger of JSON writes it, with a
 * backslash before each quotation mark.
 */
public final class PrintedRecord {

    private final Stored record;
    private final List<String> output;
    private final List<String> errors;

    private PrintedRecord(ProgramRun run, Stored record) {
        this.record = record;
        this.output = lines(run.output());
        this.errors = lines(run.errors());
    }

    /** Returns what a program has printed of a record so far. */
    public static PrintedRecord by(ProgramRun run, Stored record) {
        return new PrintedRecord(run, record);
    }

    /** Returns those of some records whose value a program has not printed so far. */
    public static List<Stored> missing(ProgramRun run, List<Stored> records) {
        String shown = String.join("\n", Stream.of(lines(run.output()), lines(run.errors())).flatMap(List::stream).toList());
        return records.stream().filter(record -> !shown.contains(record.valueText())).toList();
    }

    /** Returns how many lines say all of it, of one stream alone: a logger may repeat on the other what is printed. */
    public long times() {
        return Stream.of(output, errors).mapToLong(lines -> lines.stream().filter(this::holdsValue)
                .filter(line -> lacking(line).isEmpty()).count()).max().orElse(0);
    }

    /** Returns the first line that holds its value, which there has to be, as a verdict can show it. */
    public String line() {
        return Printed.quote(first().strip());
    }

    /** Returns what that line does not say: its partition, its offset or its key. */
    public List<String> lacking() {
        return lacking(first());
    }

    private String first() {
        return Stream.of(output, errors).flatMap(List::stream).filter(this::holdsValue).findFirst().orElseThrow();
    }

    private boolean holdsValue(String line) {
        return line.contains(record.valueText());
    }

    private List<String> lacking(String line) {
        String rest = line.replace(record.valueText(), " ");
        List<String> lacking = new ArrayList<>();
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

    private static boolean hasNumber(String text, long number) {
        return Pattern.compile("(?<!\\d)0*" + number + "(?!\\d)").matcher(text).find();
    }

    private static List<String> lines(Output of) {
        return of.lines().stream().map(line -> line.replace("\\\"", "\"")).toList();
    }
}

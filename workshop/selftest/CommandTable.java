package workshop.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who types each command line of the texts, as {@code commands.txt} says. */
final class CommandTable {

    private static final String FILE = "workshop/selftest/commands.txt";
    private static final Pattern LINE = Pattern.compile("(.+) => (none: .+|(?:run ([0-9,]+)|(\\S+?)(?:#(\\w+))?)(?: \"(.*)\")?)");

    private CommandTable() {
    }

    /**
     * Says who types a command.
     *
     * @param kind   run, stays, terminal or none; else the file in which it is typed
     * @param codes  the codes with which it may end, where it is run
     * @param method the method in which it is typed, or null
     * @param text   what it has to say; of what is typed elsewhere, what has to stand there
     */
    record Entry(String command, String kind, List<Integer> codes, String method, String text) {

        /** Returns whether {@link TypedCommandsTest} types it. */
        boolean isTypedThere() {
            return List.of("run", "stays", "terminal").contains(kind);
        }

        /** Returns whether nobody types it, for a reason that the table gives. */
        boolean isTypedByNobody() {
            return kind.equals("none");
        }
    }

    /** Reads the table, in its order. */
    static Map<String, Entry> read(Path root) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(root.resolve(FILE))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                Entry entry = entry(line);
                if (entries.put(entry.command(), entry) != null) {
                    throw new AssertionError(FILE + " has two lines for " + entry.command());
                }
            }
        }
        return entries;
    }

    private static Entry entry(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            throw new AssertionError(FILE + " has a line of another form: " + line);
        }
        String command = match.group(1);
        if (match.group(2).startsWith("none: ")) {
            return new Entry(command, "none", List.of(), null, "");
        }
        String codes = match.group(3);
        String text = match.group(6) == null ? command : match.group(6);
        return codes == null ? new Entry(command, match.group(4), List.of(), match.group(5), text)
                : new Entry(command, "run", Arrays.stream(codes.split(",")).map(Integer::valueOf).toList(), null, text);
    }
}

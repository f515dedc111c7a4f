package workshop.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command lines in the texts that tell people what to type. */
final class CommandLines {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");
    private static final String SET = "(?:[A-Z_]+=\\S+ )*";
    private static final Pattern COMMAND = Pattern.compile(
            SET + "(?:(?:\\./jbang|jbang|docker|git|java|sh|cd|apt-get|curl) \\S.*|workshop/\\w+/\\w+( \\S.*)?)");

    private static final Pattern IMAGE_VERSION = Pattern.compile("(?<=/kafka:)\\d+(\\.\\d+)+");

    // how a block begins that shows something else: what a command prints, a part of a file
    private static final List<String> SHOWN = List.of("Three Brokers ", "Copying the workshop", "<settings>", "// Caught by fact");

    private CommandLines() {
    }

    /** Returns the texts whose command lines are meant. */
    static List<Path> texts(Path root) throws IOException {
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")),
                    docs.filter(file -> file.toString().endsWith(".md")).sorted()).toList();
        }
    }

    /**
     * Returns the command lines of a text, once each: all lines of a block in fences that begins with one, and what stands
     * between backticks elsewhere. The version of an image is VERSION, so that a newer one needs no other table.
     *
     * @throws AssertionError where a block in fences is neither commands nor known to be something else
     */
    static Set<String> of(String text) {
        Set<String> lines = new TreeSet<>();
        Matcher fenced = FENCED.matcher(IMAGE_VERSION.matcher(text).replaceAll("VERSION"));
        while (fenced.find()) {
            if (fenced.group(1).isEmpty()) {
                lines.addAll(inBlock(fenced.group(2)));
            }
        }
        INLINE.matcher(fenced.replaceAll("")).results().map(match -> asTyped(match.group(1).strip()))
                .filter(line -> COMMAND.matcher(line).matches() && !isFile(line)).forEach(lines::add);
        return lines;
    }

    private static List<String> inBlock(String block) {
        if (SHOWN.stream().anyMatch(block::startsWith)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(block.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
        for (String line : lines) {
            if (!COMMAND.matcher(line).matches()) {
                throw new AssertionError("neither a command, nor known to be something else: " + line);
            }
        }
        return lines;
    }

    // in a list of commands some leave out what is the same for all: hint 01 2
    private static String asTyped(String code) {
        List<String> words = Arrays.asList(code.split(" "));
        return words.size() > 1 && TestCommand.commands().contains(words.get(0)) ? "./jbang " + code : code;
    }

    // a path between backticks names a file
    private static boolean isFile(String line) {
        return line.startsWith("workshop/") && !line.contains(" ");
    }
}

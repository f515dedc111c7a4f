package workshop.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How text stands in a terminal: in colour or without, in lines that are not too long to read. */
public final class Style {

    /** How many columns are used where nobody knows how many there are. */
    public static final int WIDTH = 80;

    /** More columns than these are not used: a longer line is tiring to read. */
    public static final int WIDEST = 100;

    private static final int CONTINUED = 4;

    private final boolean colour;
    private final int columns;

    /** Takes whether the terminal shows colour, and how many columns it has. */
    public Style(boolean colour, int columns) {
        this.colour = colour;
        this.columns = Math.min(WIDEST, columns);
    }

    /** Returns how many columns are used. */
    public int columns() {
        return columns;
    }

    /** Returns text in green. */
    public String green(String text) {
        return paint("32", text);
    }

    /** Returns text in red. */
    public String red(String text) {
        return paint("31", text);
    }

    /** Returns text in cyan. */
    public String cyan(String text) {
        return paint("36", text);
    }

    /** Returns text in yellow. */
    public String yellow(String text) {
        return paint("33", text);
    }

    /** Returns text in magenta. */
    public String magenta(String text) {
        return paint("35", text);
    }

    /** Returns text in bold. */
    public String bold(String text) {
        return paint("1", text);
    }

    /** Returns text that stands back. */
    public String dim(String text) {
        return paint("2", text);
    }

    /** Returns text with its colours and those behind it exchanged. */
    public String inverse(String text) {
        return paint("7", text);
    }

    /** Returns text in lines that fit, each behind an indent; a line that ends in the text ends here too. */
    public List<String> wrap(String indent, String text) {
        return wrap(indent, text, " ");
    }

    /** Returns text as {@link #wrap(String, String)} does, with lines that end at another separator than a blank. */
    public List<String> wrap(String indent, String text, String separator) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n")) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(separator)) {
                if (line.length() > 0 && indent.length() + line.length() + separator.length() + word.length() > columns) {
                    lines.add(indent + line);
                    line.setLength(0);
                }
                line.append(line.length() > 0 ? separator : "").append(word);
            }
            lines.add((indent + line).stripTrailing());
        }
        return lines;
    }

    /** Returns a line of code in lines that fit; what goes on below begins where its first word does, and a little more. */
    public List<String> wrapCode(String line) {
        if (line.length() <= columns) {
            return List.of(line);
        }
        // the first letter may be the sign of a difference
        int indent = 1;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        String head = line.substring(0, indent);
        List<String> lines = wrap(" ".repeat(Math.min(indent + CONTINUED, columns / 2)), line.substring(indent));
        return Stream.concat(Stream.of(head + lines.get(0).strip()), lines.stream().skip(1)).toList();
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

package workshop.verdict;

import java.util.ArrayList;
import java.util.List;

/** How text stands in a terminal: in colour or without, in lines that are not too long to read. */
public final class Style {

    /** More columns than these are not used. */
    public static final int WIDTH = 80;

    private final boolean colour;
    private final int columns;

    /** Takes whether the terminal shows colour, and how many columns it has. */
    public Style(boolean colour, int columns) {
        this.colour = colour;
        this.columns = Math.min(WIDTH, columns);
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

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

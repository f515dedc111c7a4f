package workshop.process;

/**
 * Text of others, such as a record's key or what a program has printed, as it may be shown: nothing in it steers a terminal,
 * cannot be seen, or is no character. What does is written as in Java, {@code \\u001b}, so that the reader sees that it is there.
 */
public final class Printable {

    private static final int NO_CHARACTERS = 0xFDD0;
    private static final int AFTER_NO_CHARACTERS = 0xFDF0;
    private static final int LAST_TWO_OF_A_PLANE = 0xFFFE;

    private Printable() {
    }

    /** Returns a text that is shown within a line. */
    public static String line(String text) {
        return clean(text, "");
    }

    /** Returns a text that keeps its lines, each ended by a line feed, and its tabs. */
    public static String text(String text) {
        return clean(text.replace("\r\n", "\n"), "\n\t");
    }

    private static String clean(String text, String kept) {
        if (text.codePoints().allMatch(letter -> isShown(letter, kept))) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(letter -> clean.append(isShown(letter, kept) ? Character.toString(letter) : escape(letter)));
        return clean.toString();
    }

    private static boolean isShown(int letter, String kept) {
        return kept.indexOf(letter) >= 0 || switch (Character.getType(letter)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> (letter & LAST_TWO_OF_A_PLANE) != LAST_TWO_OF_A_PLANE
                    && (letter < NO_CHARACTERS || letter >= AFTER_NO_CHARACTERS);
        };
    }

    private static String escape(int letter) {
        return switch (letter) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Character.isBmpCodePoint(letter) ? "\\u%04x" : "\\u{%x}", letter);
        };
    }
}

package workshop.learn;

import java.nio.charset.Charset;
import java.util.Map;

/** Letters that a terminal without UTF-8 cannot show, written as it can. */
final class Letters {

    private static final Map<Character, String> PLAIN = Map.ofEntries(Map.entry('✓', "+"), Map.entry('✗', "x"), Map.entry('–', "-"),
            Map.entry('·', "-"), Map.entry('■', "#"), Map.entry('□', "."), Map.entry('›', ">"), Map.entry('…', "..."),
            Map.entry('↑', "up"), Map.entry('↓', "down"), Map.entry('→', "->"), Map.entry('’', "'"), Map.entry('“', "\""),
            Map.entry('”', "\""), Map.entry('−', "-"), Map.entry('×', "x"));

    private Letters() {
    }

    /** Returns a text with nothing in it that the letters of a terminal lack. */
    static String in(Charset charset, String text) {
        var encoder = charset.newEncoder();
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (char letter : text.toCharArray()) {
            plain.append(encoder.canEncode(letter) ? String.valueOf(letter) : PLAIN.getOrDefault(letter, "?"));
        }
        return plain.toString();
    }
}

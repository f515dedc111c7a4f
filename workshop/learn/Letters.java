package workshop.learn;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Letters that a terminal without UTF-8 cannot show, written as it can. */
final class Letters {

    private static final Map<Character, String> PLAIN = Map.ofEntries(
            Map.entry('✓', "+"), Map.entry('✗', "x"), Map.entry('–', "-"),
            Map.entry('·', "-"), Map.entry('■', "#"), Map.entry('□', "."), Map.entry('›', ">"), Map.entry('…', "..."),
            Map.entry('↑', "up"), Map.entry('↓', "down"), Map.entry('→', "->"), Map.entry('’', "'"), Map.entry('“', "\""),
            Map.entry('”', "\""), Map.entry('−', "-"), Map.entry('×', "x"));

    private Letters() {
    }

    /**
     * Returns the letters that the terminal shows, as the environment says it does on systems with POSIX locales; where the
     * launcher gave Java another locale than the terminal's, it names that one.
     */
    static Charset ofTerminal() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return StandardCharsets.UTF_8;
        }
        String locale = Stream.of("THREE_BROKERS_LOCALE", "LC_ALL", "LC_CTYPE", "LANG").map(System::getenv)
                .filter(value -> value != null && !value.isBlank()).findFirst().orElse("").toLowerCase(Locale.ROOT);
        return locale.contains("utf-8") || locale.contains("utf8") ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    }

    /** Returns a text with nothing in it that the letters of a terminal lack. */
    static String in(Charset charset, String text) {
        CharsetEncoder encoder = charset.newEncoder();
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

package workshop.check;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of text that is UTF-8, where a program reads it or writes it in another charset. */
public final class OtherCharset {

    private static final String UNKNOWN = "\uFFFD";
    private static final List<Charset> OTHERS = Stream.of("ISO-8859-1", "windows-1252", "US-ASCII", "ISO-8859-15")
            .filter(Charset::isSupported).map(Charset::forName).toList();

    private OtherCharset() {
    }

    /** Returns whether one text is what becomes of the other when it is read, or written, in a charset that is not UTF-8. */
    public static boolean hasMade(String there, String of) {
        return !of.equals(there) && (there.contains(UNKNOWN) || OTHERS.stream().anyMatch(charset ->
                there.equals(new String(of.getBytes(StandardCharsets.UTF_8), charset))
                        || there.equals(new String(of.getBytes(charset), StandardCharsets.UTF_8))));
    }
}

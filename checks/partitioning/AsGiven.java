package checks.partitioning;

import static checks.partitioning.Run.NOBODY;

import checks.partitioning.Run.Event;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Whether the events of a run of lesson 03 have come as their lines have them: the user is the key, and the event the value. */
public final class AsGiven {

    private static final String UNKNOWN = "\uFFFD";
    private static final List<Charset> OTHERS = Stream.of("ISO-8859-1", "windows-1252", "US-ASCII", "ISO-8859-15")
            .filter(Charset::isSupported).map(Charset::forName).toList();

    private AsGiven() {
    }

    /** One event, and a record that was made of it. */
    private record Pair(Event event, Stored stored) {

        String key() {
            return Objects.toString(stored.keyText(), "");
        }

        String value() {
            return Objects.toString(stored.valueText(), "");
        }
    }

    /** Throws where what has arrived of an event is not what its line says: of several the one that shows best why. */
    public static void judge(Run run) {
        List<Pair> altered = run.given().stream().flatMap(event -> run.stored(event).stream()
                .filter(stored -> isAltered(event, stored)).map(stored -> new Pair(event, stored))).toList();
        any(altered, pair -> isMisread(pair.event().user(), pair.key()) || isMisread(pair.event().text(), pair.value()))
                .ifPresent(pair -> {
                    throw seen(pair).means("standard input is UTF-8: a letter beyond ASCII is two bytes or more. Read or written in "
                                    + "another charset they are other characters, and the user is somebody else.")
                            .lookAt("in which charset does your program read its lines, and in which are key and value written?");
                });
        any(altered, pair -> isDividedElsewhere(pair) && !isTidied(pair)).ifPresent(pair -> {
            throw seen(pair).means("a line is divided at its tab, and nowhere else: the name of a user may have blanks in "
                            + "it, and so may an event.")
                    .lookAt("where does your program divide a line?");
        });
        any(altered, AsGiven::isTidied).ifPresent(pair -> {
            throw seen(pair).means("the key is the user as the line has it, and the value the event: blanks and capitals belong to "
                            + "them. With another key it is another user, and perhaps a vip.")
                    .lookAt("what does your program do to the user and the event before it sends them?");
        });
        altered.stream().findFirst().ifPresent(pair -> {
            throw seen(pair).means("readers and partitioners know whose event it is by its key, and what it is by its value.")
                    .lookAt("what do you give to the constructor of ProducerRecord as the key, and what as the value?");
        });
    }

    private static Optional<Pair> any(List<Pair> altered, Predicate<Pair> sign) {
        return altered.stream().filter(sign).findFirst();
    }

    // what the key of nobody's event is has a fact of its own
    private static boolean isAltered(Event event, Stored stored) {
        return !event.text().equals(stored.valueText())
                || !event.user().equals(NOBODY) && !event.user().equals(stored.keyText());
    }

    private static Wrong seen(Pair pair) {
        Event event = pair.event();
        Stored stored = pair.stored();
        boolean sameKey = event.user().equals(stored.keyText());
        boolean sameValue = event.text().equals(stored.valueText());
        return Wrong.seen("a line has the user " + quoted(event.user()) + " and the event " + quoted(event.text()) + ". At "
                + stored.place() + " " + (sameKey ? "" : "the key is " + (stored.key() == null ? "null" : quoted(pair.key())))
                + (sameKey || sameValue ? "" : ", and ") + (sameValue ? "" : "the value is "
                + (stored.value() == null ? "null" : quoted(pair.value()))) + ".");
    }

    private static boolean isDividedElsewhere(Pair pair) {
        String line = pair.event().line();
        return pair.stored().key() != null && line.startsWith(pair.key()) && !line.equals(pair.value())
                && (line.endsWith(pair.value()) || pair.event().text().startsWith(pair.value()));
    }

    private static boolean isMisread(String given, String there) {
        return !given.equals(there) && (there.contains(UNKNOWN) || OTHERS.stream().anyMatch(charset ->
                there.equals(new String(given.getBytes(StandardCharsets.UTF_8), charset))
                        || there.equals(new String(given.getBytes(charset), StandardCharsets.UTF_8))));
    }

    private static boolean isTidied(Pair pair) {
        return pair.event().user().strip().equalsIgnoreCase(pair.key().strip())
                && pair.event().text().strip().equalsIgnoreCase(pair.value().strip());
    }

    private static String quoted(String text) {
        return "\"" + Printed.quote(text.replace("\t", "\\t")) + "\"";
    }
}

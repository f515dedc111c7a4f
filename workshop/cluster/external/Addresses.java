package workshop.cluster.external;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Addresses of brokers as a person writes them: {@code HOST:PORT[,HOST:PORT…]}. */
public final class Addresses {

    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\]):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    private Addresses() {
    }

    /** Returns whether a word is meant as a list of addresses, be it a right one or not. */
    public static boolean areMeant(String word) {
        return word.contains(":") || word.contains(",");
    }

    /** Returns what is wrong with a list of addresses, in words for the person who wrote it; nothing where all is well. */
    public static Optional<String> mistake(String list) {
        return Stream.of(list.split(",", -1)).filter(address -> !isOne(address)).findFirst()
                .map(address -> "\"" + address + "\" is no address of a broker. Write HOST:PORT, with a comma between two of them: "
                        + "localhost:9092,localhost:9093");
    }

    /** Returns the addresses of a list in which there is no {@link #mistake}. */
    public static List<String> of(String list) {
        return List.of(list.split(","));
    }

    private static boolean isOne(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) > 0 && Integer.parseInt(matcher.group(1)) <= LAST_PORT;
    }
}

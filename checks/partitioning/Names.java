package checks.partitioning;

import checks.partitioning.Run.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** The users of lesson 03 and what they do in the shop, at random. */
public final class Names {

    /** Which hash of the name is {@code Integer.MIN_VALUE}. */
    public static final Map<String, String> SMALLEST = Map.of("polygenelubricants", "String.hashCode()",
            "user-dzqinde", "Arrays.hashCode() of the bytes", "user-yicrcpc", "murmur2", "user-ikjguxe", "Objects.hash()",
            "user-orkyzog", "CRC-32, as an int,", "user-dwthxge", "FNV-1a, as an int,");

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final List<String> ODD = List.of("a", "0", "user 7", "O'Neil, \"Peg\"", "Łukasz", "花子", "😀",
            "user-" + "9".repeat(300), " user-7", "user-7 ", "User-7", "Zoe\u0308", "VIP-204", " vip-12", "vip-", "vip-Łukasz");
    // what comes before the item and after it; the first line of an input may be read in another place than the rest
    private static final List<List<String>> ODD_EVENTS = List.of(List.of(" Looks AT", "  "), List.of("looks at", ", and pays"),
            List.of("  looks at", "  "), List.of("wählt für 5 €, 花:", " 😀"), List.of("LOOKS at", ", \"two\"; 3%"));
    private static final int TOO_LARGE = 100_000;

    private final Random random;
    private int events = 1000;

    public Names(Random random) {
        this.random = random;
    }

    public static boolean isVip(String user) {
        return user.startsWith("vip-");
    }

    public List<String> vips() {
        return some(hash -> true, 12, "vip-", DIGITS, 2, 4);
    }

    public List<String> users() {
        // with seven digits a hash of 32 bits takes any value
        return usual(90, "user-", DIGITS, 7, 9);
    }

    /** Returns names that may be taken for a vip user's. */
    public List<String> nearlyVips() {
        return join(usual(4, "viper-", DIGITS, 7, 9), usual(4, "user-vip-", DIGITS, 7, 9));
    }

    /** Returns names of which also a poor hash, such as the last character or the length, fills eleven partitions. */
    public List<String> many() {
        return usual(300, "", LETTERS, 3, 20);
    }

    /** Returns some names whose hashes are negative, then some that no user should have, each twice. */
    public List<String> odd() {
        List<String> each = join(negative(), ODD, SMALLEST.keySet().stream().sorted().toList());
        return join(each, each);
    }

    private List<String> negative() {
        return some(hash -> hash < 0, 12, "user-", DIGITS, 7, 9);
    }

    /** Returns events with characters in them that a program may take for something else. */
    public List<Event> oddEvents() {
        return ODD_EVENTS.stream().map(parts -> new Event(users().get(0), parts.get(0) + item() + parts.get(1))).toList();
    }

    /** Returns events of nobody, whose texts begin as the name of a vip user does. */
    public List<Event> vipsByTextAlone() {
        return Stream.generate(() -> new Event(Run.NOBODY, "vip-" + letters(DIGITS, 3) + " looks at" + item())).limit(5).toList();
    }

    /** Returns an event that no broker takes whose limit is a fifth of its length, compressed or not. */
    public Event tooLarge() {
        return new Event(users().get(0), "looks at" + item() + " " + letters(LETTERS, TOO_LARGE));
    }

    /** Returns an event of each user, in any order. */
    public List<Event> eventsOf(Collection<String> users) {
        List<String> shuffled = new ArrayList<>(users);
        Collections.shuffle(shuffled, random);
        return inOrder(shuffled);
    }

    public List<Event> inOrder(Collection<String> users) {
        return users.stream().map(user -> new Event(user, "looks at" + item())).toList();
    }

    private String item() {
        return " item " + ++events;
    }

    private String letters(String letters, int count) {
        return random.ints(count, 0, letters.length()).mapToObj(letter -> letters.substring(letter, letter + 1))
                .collect(Collectors.joining());
    }

    // names whose hashes are negative have a fact of their own
    private List<String> usual(int count, String prefix, String letters, int least, int most) {
        return some(hash -> hash >= 0, count, prefix, letters, least, most);
    }

    private List<String> some(IntPredicate hashes, int count, String prefix, String letters, int least, int most) {
        return Stream.generate(() -> prefix + letters(letters, least + random.nextInt(most - least + 1)))
                .filter(name -> IntStream.of(name.hashCode(), Arrays.hashCode(bytes(name)), murmur2(name)).allMatch(hashes))
                .distinct().limit(count).toList();
    }

    public static int murmur2(String name) {
        return Utils.murmur2(bytes(name));
    }

    /** Returns whether a name is one that any user may have, and nothing about it is rare but its hash. */
    public static boolean isOddByHashAlone(String name) {
        return name.matches("user-\\d{7,9}");
    }

    /** Returns the hashes of a name, by what computes them, that are negative. */
    public static Set<String> negativeHashes(String name) {
        return Map.of("String.hashCode()", name.hashCode(), "Arrays.hashCode() of the bytes", Arrays.hashCode(bytes(name)),
                "murmur2", murmur2(name)).entrySet().stream().filter(each -> each.getValue() < 0).map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SafeVarargs
    public static <T> List<T> join(Collection<? extends T>... parts) {
        List<T> all = new ArrayList<>();
        for (Collection<? extends T> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}

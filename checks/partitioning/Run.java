package checks.partitioning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.evidence.Evidence;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Traffic;

/** One run of the program of lesson 03: what it was given to send, and where on its topic that has arrived. */
public final class Run {

    /** The user of a visitor who is not logged in. */
    public static final String NOBODY = "";

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration SETTLED = Duration.ofSeconds(5);

    // so often, which takes some seconds, is a client told of a partition without a leader before it counts as waiting
    private static final int OFTEN = 8;

    // so an event is known again whatever has become of its text
    private static final Pattern ITEM = Pattern.compile("item\\W*(\\d{4,})", Pattern.CASE_INSENSITIVE);

    /** One line of the input. No two events are of the same item. */
    public record Event(String user, String text) {

        /** Returns the line as the program is given it. */
        public String line() {
            return user + "\t" + text;
        }

        String item() {
            return Run.item(text).orElseThrow();
        }
    }

    private final Trial trial;
    private final NewTopic topic;
    private final List<Event> given;
    private Set<Integer> unread = Set.of();
    private final List<String> lines;
    private String end = "\n";
    private Attempt attempt;
    private Map<String, List<Stored>> arrived;

    public Run(Trial trial, NewTopic topic, List<Event> given) {
        this.trial = trial;
        this.topic = topic;
        this.given = given;
        this.lines = new ArrayList<>(given.stream().map(Event::line).toList());
    }

    /** Puts a line that is no event between the others. */
    public Run amongThem(String line) {
        lines.add(lines.size() / 2, line);
        return this;
    }

    /** Leaves the last line without a line feed. */
    public Run withoutTheLastLineFeed() {
        end = "";
        return this;
    }

    /** Leaves a partition unread that has no leader to read from. */
    public Run notReading(int partition) {
        unread = Set.of(partition);
        return this;
    }

    public Run start() {
        String input = String.join("\n", lines) + end;
        attempt = trial.attempt().with("TOPIC", topic.name()).where(program -> program.atMost(LIMIT).reading(input)).start();
        return this;
    }

    public NewTopic topic() {
        return topic;
    }

    public List<Event> given() {
        return given;
    }

    public Attempt attempt() {
        return attempt;
    }

    public int partitions() {
        return Evidence.partitions(topic).size();
    }

    /** Waits until the program has ended and, where that was in good order, everything can be read. */
    public Run await() {
        if (arrived == null) {
            attempt.awaitEnd();
            // what the leader alone has confirmed, or a transaction, can be read a moment after the end
            if (!read().has(given) && attempt.run().succeeded()) {
                Wait.holdsWithin(SETTLED, () -> read().has(given));
            }
        }
        return this;
    }

    /** Waits until an event has arrived, or the program has ended before, or it is clear that it waits for another partition. */
    public Run await(Event event) {
        Wait.holdsWithin(LIMIT, () -> {
            boolean over = attempt.run().hasEnded() || waits(attempt.traffic());
            return read().has(List.of(event)) || over;
        });
        return this;
    }

    private static boolean waits(Traffic traffic) {
        return traffic.leaderless() >= OFTEN && traffic.writesAreAnswered();
    }

    private Run read() {
        arrived = trial.evidence().records(IntStream.range(0, partitions()).filter(each -> !unread.contains(each))
                .mapToObj(each -> new TopicPartition(topic.name(), each)).toList()).stream()
                .collect(Collectors.groupingBy(Run::item));
        return this;
    }

    // of what the check has not given, an empty text
    private static String item(Stored stored) {
        return item(stored.valueText()).or(() -> item(stored.keyText())).orElse("");
    }

    private static Optional<String> item(String text) {
        return Optional.ofNullable(text).map(ITEM::matcher).filter(Matcher::find).map(found -> found.group(1));
    }

    private boolean has(List<Event> some) {
        return some.stream().allMatch(event -> arrived.containsKey(event.item()));
    }

    /** Returns where an event was when the topic was last read, whichever run sent it, and whatever has become of its text. */
    public List<Stored> stored(Event event) {
        return await().arrived.getOrDefault(event.item(), List.of());
    }

    /** Returns what is on the topic and was no event. */
    public List<Stored> strays() {
        return await().arrived.getOrDefault("", List.of());
    }

    public List<Event> missing() {
        return given.stream().filter(event -> stored(event).isEmpty()).toList();
    }

    public boolean isComplete() {
        return missing().isEmpty();
    }

    /** Returns where the events of each user are, as far as they have arrived. */
    public Map<String, List<Stored>> byUser() {
        Map<String, List<Stored>> users = new LinkedHashMap<>();
        given.forEach(event -> users.computeIfAbsent(event.user(), user -> new ArrayList<>()).addAll(stored(event)));
        users.values().removeIf(List::isEmpty);
        return users;
    }

    /** Returns the same without the events of nobody. */
    public Map<String, List<Stored>> byNamed() {
        Map<String, List<Stored>> users = byUser();
        users.remove(NOBODY);
        return users;
    }

    /** Returns the partitions that hold events of some users. */
    public Set<Integer> partitionsOf(Predicate<String> users) {
        return byUser().entrySet().stream().filter(each -> users.test(each.getKey()))
                .flatMap(each -> each.getValue().stream().map(Stored::partition))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns how it ended and what it said, but for what it said of events that are there. */
    public String said() {
        return "the program " + attempt.run().ending() + ". It said: " + Printed.by(attempt.run())
                .without(line -> item(line).filter(await().arrived::containsKey).isPresent()).quoted();
    }
}

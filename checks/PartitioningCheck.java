package checks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/**
 * Lesson 03. The program runs five times side by side: twice on one topic of four partitions, and on topics of 6, 12 and 2.
 * Each partition of the first one has a single replica, so that a partition is without a leader when a broker is stopped;
 * then the program meets the same users again.
 */
@Check
class PartitioningCheck {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration PAST = Duration.ofSeconds(5);
    private static final int PARTITIONS = 4;
    private static final String NOBODY = "";
    // with seven of them a hash of 32 bits takes any value
    private static final String DIGITS = "0123456789";
    private static final List<String> ODD_NAMES = List.of("a", "0", "user 7", "O'Neil, \"Peg\"", "Łukasz", "花子", "😀",
            "user-" + "9".repeat(300));
    // which hash of the name is Integer.MIN_VALUE
    private static final Map<String, String> SMALLEST = Map.of("polygenelubricants", "String.hashCode()",
            "user-dzqinde", "Arrays.hashCode() of the bytes", "user-yicrcpc", "murmur2", "user-ikjguxe", "Objects.hash()",
            "user-orkyzog", "CRC-32, as an int,", "user-dwthxge", "FNV-1a, as an int,");
    private static final String NEGATIVE = "in Java a remainder has the sign of the number that is divided: -7 % 5 is -2. The "
            + "producer throws out of send() where a partition is negative; and -1 + 1 is 0, the vip users' partition.";

    /** No two events have the same text. */
    private record Event(String user, String text) {
    }

    private final Trial trial;
    private final int lonely;
    private final int itsBroker;
    private final Run plain;
    private final Run again;
    private final Run strange;
    private final Run wide;
    private final Run narrow;
    private int events = 1000;
    private boolean apart;
    private boolean steady;
    private boolean spread;

    PartitioningCheck(Trial trial) {
        this.trial = trial;
        List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        Collections.shuffle(brokers, trial.random());
        lonely = 1 + trial.random().nextInt(PARTITIONS - 1);
        itsBroker = brokers.get(0);
        // two of the others' partitions keep their leader when the broker of the lonely one is stopped
        NewTopic four = new NewTopic(trial.topic("events", PARTITIONS).name(), IntStream.range(0, PARTITIONS).boxed().collect(
                Collectors.toMap(each -> each, each -> List.of(
                        each == lonely ? itsBroker : brokers.get((1 + each % 2) % brokers.size())))));
        List<String> users = names(90, "user-", DIGITS, 7, 9);
        List<String> vips = namesWith(hash -> true, 12, "vip-", DIGITS, 2, 4);
        List<String> all = join(users, vips, names(4, "viper-", DIGITS, 7, 9), names(4, "user-vip-", DIGITS, 7, 9));
        plain = new Run(four, PARTITIONS, join(eventsOf(all), eventsOf(all), eventsOf(all)));
        again = new Run(four, PARTITIONS, join(eventsOf(users), eventsOf(Collections.nCopies(6, NOBODY))));
        List<String> odd = join(ODD_NAMES, namesWith(hash -> hash < 0, 12, "user-", DIGITS, 7, 9), SMALLEST.keySet());
        strange = new Run(trial.topic("names", 6), 6, join(inOrder(odd), inOrder(odd)));
        // letters and many lengths: also a poor hash, such as the last character or the length, fills eleven partitions
        List<String> many = join(names(300, "", "abcdefghijklmnopqrstuvwxyz", 3, 20), vips);
        wide = new Run(trial.topic("wide", 12), 12, eventsOf(many));
        narrow = new Run(trial.topic("narrow", 2), 2, eventsOf(all));
        trial.create(four, strange.topic, wide.topic, narrow.topic);
        Stream.of(plain, again, strange, wide, narrow).forEach(Run::start);
    }

    @Fact(order = 1, value = "gives partition 0 to the vip users, and to nobody else")
    void vipsApart() {
        if (!plain.missing().isEmpty()) {
            throw lost(plain);
        }
        plain.byUser().forEach((user, stored) -> stored.forEach(event -> {
            if (!user.equals(event.keyText())) {
                throw Wrong.seen("the event of " + user + " at " + event.place() + " has the key " + event.keyText() + ".")
                        .means("readers and partitioners know whose event it is by its key.")
                        .lookAt("what do you give to the constructor of ProducerRecord as the key?");
            }
        }));
        if (plain.byUser().values().stream().flatMap(List::stream).allMatch(event ->
                event.partition() == Utils.toPositive(Utils.murmur2(event.key())) % PARTITIONS)) {
            throw Wrong.seen("all " + plain.byUser().size() + " users, vip or not, are where Kafka's own partitioner puts "
                            + "them. Events of vip users are on the partitions " + plain.of(PartitioningCheck::vip) + ".")
                    .means("a producer asks a Partitioner of yours only when its settings name the class. Else it takes a hash "
                            + "of the key (murmur2), over all partitions.")
                    .lookAt("which setting of the producer tells it about your class?");
        }
        throwIfAny(misplaced(plain));
        apart = true;
    }

    @Fact(order = 2, value = "keeps each user on one partition, in order, in every run")
    void oneUserOnePartition() {
        if (!plain.missing().isEmpty()) {
            Trial.cannotJudge("to be judged once every event arrives");
        }
        throwIfAny(scattered(plain));
        for (List<Stored> ofUser : plain.byUser().values()) {
            for (int i = 1; i < ofUser.size(); i++) {
                Stored event = ofUser.get(i);
                Stored earlier = ofUser.get(i - 1);
                if (event.offset() < earlier.offset() || event.valueText().equals(earlier.valueText())) {
                    throw Wrong.seen("the first, second and third event of " + event.keyText() + " are these: "
                                    + places(ofUser) + ".")
                            .means("a partition keeps the order in which the producer sends, and each send() adds a record.")
                            .lookAt("is send() called once for each line, in the order of the lines?");
                }
            }
        }
        for (Map.Entry<String, List<Stored>> each : again.byUser().entrySet()) {
            Stored there = each.getValue().get(0);
            Stored here = plain.byUser().getOrDefault(each.getKey(), List.of(there)).get(0);
            if (here.partition() != there.partition()) {
                throw Wrong.seen("two copies of your program ran at the same time, on one topic. One put " + each.getKey()
                                + " on " + here.place() + ", the other on " + there.place() + ".")
                        .means("a user's events stay in order only if every copy of the program, today's and tomorrow's, comes "
                                + "to the same partition. What one of them has counted or remembered the others do not know.")
                        .lookAt("what does your class keep from one call of partition() to the next?");
            }
        }
        steady = true;
    }

    @Fact(order = 3, value = "shares the other users out over all the other partitions")
    void othersSpread() {
        if (!plain.missing().isEmpty()) {
            Trial.cannotJudge("to be judged once every event arrives");
        }
        throwIfAny(unused(plain).map(wrong -> wrong.lookAt("which numbers can partition() return for a user who is no vip?")));
        spread = true;
    }

    @Fact(order = 4, value = "takes any user, whatever the hash of the name is")
    void anyName() {
        needs(apart, "partition 0 belongs to the vip users alone");
        Optional<Event> first = strange.sent.stream().filter(event -> strange.stored(event).stream()
                .allMatch(stored -> stored.partition() == 0)).findFirst();
        if (first.isEmpty()) {
            throwIfAny(scattered(strange));
            return;
        }
        String user = first.get().user();
        boolean isThere = !strange.stored(first.get()).isEmpty();
        Wrong wrong = Wrong.seen(isThere
                ? user + " is no vip user, and has an event at " + strange.stored(first.get()).get(0).place() + "."
                : "an event of " + Printed.quote(user) + " is not on the topic; " + strange.said());
        if (SMALLEST.containsKey(user)) {
            throw wrong.means("for this name " + SMALLEST.get(user) + " is -2147483648, the smallest int. There is no "
                            + "+2147483648: Math.abs() returns the same negative number. And " + NEGATIVE)
                    .lookAt("how does your class make a hash positive, and what becomes of Integer.MIN_VALUE?");
        }
        if (user.hashCode() >= 0) {
            throw isThere ? wrong.means("a key may be any text.").lookAt("what does your class expect of a name?")
                    : lost(strange);
        }
        throw wrong.means("hashes of this name are negative: String.hashCode() is " + user.hashCode() + ", murmur2 is "
                        + Utils.murmur2(bytes(user)) + ". And " + NEGATIVE)
                .lookAt("what does partition() make of a hash that is negative?");
    }

    @Fact(order = 5, value = "takes an event without a user, and not to partition 0")
    void nobody() {
        needs(apart, "partition 0 belongs to the vip users alone");
        List<Stored> arrived = again.byUser().getOrDefault(NOBODY, List.of());
        if (again.missing().stream().anyMatch(event -> event.user().equals(NOBODY))) {
            throw Wrong.seen("6 events have no user, and " + arrived.size() + " of them are on the topic; " + again.said())
                    .means("a record need not have a key. A Partitioner is asked for it too, with null for the key and its "
                            + "bytes; what it throws comes out of send().")
                    .lookAt("what does partition() do with the key before it knows that there is one?");
        }
        for (Stored event : arrived) {
            if (event.key() != null) {
                throw Wrong.seen("the event without a user at " + event.place() + " has the key \"" + event.keyText() + "\".")
                        .means("a record without a key has null there; an empty text is a key like any other.")
                        .lookAt("what is the key where the line begins with the tab?");
            }
            if (event.partition() == 0) {
                throw Wrong.seen("the event without a user at " + event.place() + " is among those of the vip users.")
                        .means("a visitor who is not logged in is no vip user. Kafka's own partitioner shares such events out; "
                                + "when there is one of yours, it decides on them too.")
                        .lookAt("what does partition() return where there is no key?");
            }
        }
    }

    @Fact(order = 6, value = "does all this on topics of 12 and of 2 partitions too")
    void anyTopic() {
        needs(apart && steady && spread, "it does on a topic of 4 partitions");
        for (Run run : List.of(wide, narrow)) {
            if (!run.missing().isEmpty()) {
                throw lost(run);
            }
            throwIfAny(unused(run).map(wrong -> wrong.lookAt("where does your class have the number of partitions from?")));
            throwIfAny(misplaced(run));
            throwIfAny(scattered(run));
        }
    }

    @Fact(order = 7, value = "leaves each user in place while a broker is down")
    void brokerDown() {
        needs(apart && steady, "each user has a partition of its own while all brokers are there");
        Map<String, Integer> places = new LinkedHashMap<>();
        plain.byUser().forEach((user, stored) -> places.put(user, stored.get(0).partition()));
        List<String> living = places.keySet().stream().filter(user -> places.get(user) != lonely).toList();
        List<String> waiting = places.keySet().stream().filter(user -> places.get(user) == lonely).limit(10).toList();
        trial.stopBroker(itsBroker);
        String down = "broker " + itsBroker + " was stopped, so partition " + lonely + " had no leader. ";
        Run run = new Run(plain.topic, PARTITIONS, join(eventsOf(living), eventsOf(living)));
        // what has no leader takes nothing; an event after those shows that the program has come past them
        Run past = new Run(plain.topic, PARTITIONS, join(eventsOf(waiting), eventsOf(living.subList(0, 1))));
        run.notReading(Set.of(lonely)).start();
        run.await(LIMIT, run.sent);
        run.settle();
        // not beside the other: a transaction that waits for its partition would keep back what comes after it on the others
        past.notReading(Set.of(lonely)).start();
        past.await(PAST, past.sent.subList(past.sent.size() - 1, past.sent.size()));
        // each has read the topic for itself, and the events of both
        for (Event event : join(run.sent, past.sent)) {
            int before = places.get(event.user());
            for (Stored stored : past.stored(event)) {
                if (stored.partition() != before) {
                    throw Wrong.seen(down + event.user() + ", who was on partition " + before + " before, came to "
                                    + stored.place() + ".")
                            .means(before == lonely
                                    ? "an event that goes elsewhere while its partition has no leader is read before or after "
                                            + "the user's other events, in no order. It has to wait; the producer sees to that."
                                    : "only partitions that have a leader count as available, so their number changes when a "
                                            + "broker goes; and with the number, the partition of nearly every user.")
                            .lookAt("what does your class ask the Cluster, and does the answer depend on who is up?");
                }
            }
        }
        Optional<Event> lost = run.missing().stream().findFirst();
        if (lost.isPresent()) {
            throw Wrong.seen(down + "An event of " + lost.get().user() + ", whose partition " + places.get(lost.get().user())
                            + " had one, did not arrive; " + run.said())
                    .means("partitions with a leader take events as before.")
                    .lookAt("what in your program waits for all partitions, or fails with one of them?");
        }
    }

    private static Optional<Wrong> misplaced(Run run) {
        Map<Boolean, List<Stored>> wrong = run.byUser().entrySet().stream().filter(each -> !each.getKey().equals(NOBODY))
                .flatMap(each -> each.getValue().stream().filter(event -> vip(each.getKey()) != (event.partition() == 0)))
                .collect(Collectors.partitioningBy(event -> event.partition() == 0));
        List<Stored> intruders = wrong.get(true);
        if (!wrong.get(false).isEmpty()) {
            Stored vip = wrong.get(false).get(0);
            return Optional.of(Wrong.seen(vip.keyText() + " is a vip user, and has an event at " + vip.place() + ".")
                    .means("on any other partition than 0 the event waits behind those of everybody else.")
                    .lookAt("what does partition() return for a user whose name starts with vip-?"));
        }
        if (intruders.isEmpty()) {
            return Optional.empty();
        }
        Optional<Stored> plainName = intruders.stream()
                .filter(event -> !String.valueOf(event.keyText()).contains("vip")).findFirst();
        Stored one = plainName.orElse(intruders.get(0));
        Wrong seen = Wrong.seen(one.keyText() + " is no vip user, and has an event at " + one.place()
                + ", among those of the vip users.");
        return Optional.of(plainName.isPresent()
                ? seen.means("the events of a partition are read one after the other: whoever is on partition 0 makes the vip "
                                + "users wait. The others have the partitions from 1 on.")
                        .lookAt("which is the smallest number that partition() can return for a user who is no vip?")
                : seen.means("a vip user's name starts with vip-, the dash included; other names may have the letters in them.")
                        .lookAt("how does your class tell a vip user by the name?"));
    }

    private static Optional<Wrong> scattered(Run run) {
        return run.byUser().entrySet().stream().filter(each -> !each.getKey().equals(NOBODY)
                && each.getValue().stream().map(Stored::partition).distinct().count() > 1).findFirst().map(each ->
                        Wrong.seen("the events of " + Printed.quote(each.getKey()) + " are spread: " + places(each.getValue()))
                                .means("Kafka keeps the order within a partition and nowhere else: nobody can tell which of "
                                        + "these came first. The same text has to give the same partition at each call; "
                                        + "hashCode() of an array is not about what is in it.")
                                .lookAt("what else than the user's name does the number depend on?"));
    }

    private static Optional<Wrong> unused(Run run) {
        Set<Integer> used = run.of(user -> !vip(user));
        List<Integer> empty = IntStream.range(1, run.partitions).filter(each -> !used.contains(each)).boxed().toList();
        return empty.isEmpty() || used.isEmpty() ? Optional.empty() : Optional.of(Wrong.seen("the topic " + run.topic.name()
                        + " has " + run.partitions + " partitions. The other users are on " + used + "; none of them is on "
                        + empty + ".")
                .means("the members of a consumer group share the partitions out: whoever reads an empty one has nothing to "
                        + "do, while the rest do it all. How many there are the topic says, and it can be given more."));
    }

    private static Wrong lost(Run run) {
        List<Event> missing = run.missing();
        Set<String> elsewhere = new TreeSet<>(run.attempt.traffic().unknownTopics());
        elsewhere.remove(run.topic.name());
        Wrong wrong = Wrong.seen(missing.size() + " of " + run.sent.size() + " events are not on the topic " + run.topic.name()
                + ", such as one of " + Printed.quote(missing.get(0).user()) + "; " + run.said()
                + (elsewhere.isEmpty() ? "" : " It asked for the topic " + String.join(", ", elsewhere) + "."));
        Printed printed = Printed.by(run.attempt.run());
        Optional<String> beyond = IntStream.range(run.partitions, run.partitions + 20)
                .mapToObj(each -> run.topic.name() + "-" + each).filter(each -> printed.has(each + ":")).findFirst();
        if (beyond.isPresent()) {
            return wrong.means("partitions are counted from 0, so there is no " + beyond.get() + ". The producer waits for a "
                            + "partition that does not exist, until delivery.timeout.ms is over.")
                    .lookAt("which is the largest number that partition() can return?");
        }
        if (printed.has("invalid partition number")) {
            return wrong.means(NEGATIVE).lookAt("what does partition() make of a hash that is negative?");
        }
        if (run.attempt.run().succeeded()) {
            return wrong.means("a code of 0 says that every event is there. send() puts a record into a buffer of the program; "
                            + "close() waits until the brokers have what is in it.")
                    .lookAt("what has changed in the part of the program that reads, sends and closes?");
        }
        return wrong.means("what partition() throws comes out of send(). The producer makes the object of your class itself: "
                        + "the class has to be public, with a constructor that takes nothing. An event for a partition that "
                        + "does not exist is never written.")
                .lookAt("what does the message speak of, and for which users does partition() return what?");
    }

    private static void needs(boolean held, String what) {
        if (!held) {
            Trial.cannotJudge("to be judged once " + what);
        }
    }

    private static void throwIfAny(Optional<Wrong> wrong) {
        wrong.ifPresent(each -> {
            throw each;
        });
    }

    private static boolean vip(String user) {
        return user.startsWith("vip-");
    }

    private static String places(List<Stored> events) {
        return events.stream().limit(4).map(Stored::place).collect(Collectors.joining(", "));
    }

    private List<Event> eventsOf(Collection<String> users) {
        List<String> shuffled = new ArrayList<>(users);
        Collections.shuffle(shuffled, trial.random());
        return inOrder(shuffled);
    }

    private List<Event> inOrder(Collection<String> users) {
        return users.stream().map(user -> new Event(user, "looks at item " + ++events)).toList();
    }

    // hashes that are not negative: those that are have a fact of their own
    private List<String> names(int count, String prefix, String letters, int least, int most) {
        return namesWith(hash -> hash >= 0, count, prefix, letters, least, most);
    }

    private List<String> namesWith(IntPredicate hashes, int count, String prefix, String letters, int least, int most) {
        return Stream.generate(() -> prefix + trial.random()
                        .ints(least + trial.random().nextInt(most - least + 1), 0, letters.length())
                        .mapToObj(letter -> letters.substring(letter, letter + 1)).collect(Collectors.joining()))
                .filter(name -> IntStream.of(name.hashCode(), Arrays.hashCode(bytes(name)), Utils.murmur2(bytes(name)))
                        .allMatch(hashes))
                .distinct().limit(count).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SafeVarargs
    private static <T> List<T> join(Collection<? extends T>... parts) {
        List<T> all = new ArrayList<>();
        for (Collection<? extends T> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    /** One run of the program, and what it put on its topic. */
    private final class Run {

        private final NewTopic topic;
        private final int partitions;
        private final List<Event> sent;
        private Set<Integer> unread = Set.of();
        private Attempt attempt;
        private Map<String, List<Stored>> arrived;

        Run(NewTopic topic, int partitions, List<Event> sent) {
            this.topic = topic;
            this.partitions = partitions;
            this.sent = sent;
        }

        /** Leaves partitions unread that have no leader to read from. */
        Run notReading(Set<Integer> these) {
            unread = these;
            return this;
        }

        Run start() {
            String lines = sent.stream().map(event -> event.user() + "\t" + event.text() + "\n").collect(Collectors.joining());
            attempt = trial.attempt().with("TOPIC", topic.name())
                    .where(program -> program.atMost(LIMIT).reading(lines)).start();
            return this;
        }

        /** Returns what arrived, by the text of the event. */
        Map<String, List<Stored>> arrived() {
            if (arrived == null) {
                attempt.awaitEnd();
                settle();
            }
            return arrived;
        }

        /** Waits for what can be read a moment after the end only: what the leader alone has confirmed, or a transaction. */
        void settle() {
            if (!holds(sent) && attempt.run().succeeded()) {
                Wait.holdsWithin(SETTLED, () -> holds(sent));
            }
        }

        /** Reads the topic, and returns whether some events are there. */
        boolean holds(List<Event> some) {
            arrived = trial.evidence().records(IntStream.range(0, partitions).filter(each -> !unread.contains(each))
                    .mapToObj(each -> new TopicPartition(topic.name(), each)).toList()).stream()
                    .collect(Collectors.groupingBy(event -> String.valueOf(event.valueText())));
            return some.stream().allMatch(event -> arrived.containsKey(event.text()));
        }

        /** Waits until some events are there, or the program has ended before. */
        void await(Duration patience, List<Event> some) {
            Wait.holdsWithin(patience, () -> {
                boolean ended = attempt.run().hasEnded();
                return holds(some) || ended;
            });
        }

        List<Stored> stored(Event event) {
            return arrived().getOrDefault(event.text(), List.of());
        }

        List<Event> missing() {
            return sent.stream().filter(event -> stored(event).isEmpty()).toList();
        }

        /** Returns where the events of each user are, as far as they have arrived. */
        Map<String, List<Stored>> byUser() {
            Map<String, List<Stored>> users = new LinkedHashMap<>();
            sent.forEach(event -> users.computeIfAbsent(event.user(), user -> new ArrayList<>()).addAll(stored(event)));
            users.values().removeIf(List::isEmpty);
            return users;
        }

        /** Returns the partitions that hold events of some users. */
        Set<Integer> of(Predicate<String> users) {
            return byUser().entrySet().stream().filter(each -> users.test(each.getKey()))
                    .flatMap(each -> each.getValue().stream().map(Stored::partition))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Returns how it ended and what it said, but for what it said of events that are there. */
        String said() {
            return "the program " + attempt.run().ending() + ". It said: " + Printed.by(attempt.run())
                    .without(line -> arrived().keySet().stream().anyMatch(line::contains)).quoted();
        }
    }
}

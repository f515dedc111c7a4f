package checks.partitioning;

import static checks.partitioning.Names.SMALLEST;

import checks.partitioning.Run.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workshop.check.Printed;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What may be wrong with the events of a run of lesson 03, in the words of the verdict. Each throws where it is so. */
public final class Faults {

    private static final String NEGATIVE = "in Java a remainder has the sign of the number that is divided: -7 % 5 is -2. The "
            + "producer throws out of send() where a partition is negative; and -1 + 1 is 0, the vip users' partition.";

    private Faults() {
    }

    /** Events are missing. */
    public static void lost(Run run) {
        if (!run.isComplete()) {
            throw whyLost(run);
        }
    }

    private static Wrong whyLost(Run run) {
        String topic = run.topic().name();
        Printed printed = Printed.by(run.attempt().run());
        Optional<String> beyond = IntStream.range(run.partitions(), run.partitions() + 20)
                .mapToObj(each -> topic + "-" + each).filter(each -> printed.has(each + ":")).findFirst();
        Wrong wrong = missing(run);
        if (beyond.isPresent()) {
            return wrong.means("partitions are counted from 0, so there is no " + beyond.get() + ". The producer waits for a "
                            + "partition that does not exist, until delivery.timeout.ms is over.")
                    .lookAt("which is the largest number that partition() can return?");
        }
        if (printed.has("invalid partition number")) {
            return wrong.means(NEGATIVE).lookAt("what does partition() make of a hash that is negative?");
        }
        if (run.attempt().run().succeeded()) {
            return wrong.means("a code of 0 says that every event is there. send() puts a record into a buffer of the program; "
                            + "close() waits until the brokers have what is in it.")
                    .lookAt("what has changed in the part of the program that reads, sends and closes?");
        }
        if (!run.attempt().traffic().hasConnected()) {
            return wrong.means("the program asked no broker for anything, so there was no producer. A producer makes the object "
                            + "of your class itself: its settings name the class, the class has to be public and, within "
                            + "another one, static, and its constructor takes nothing.")
                    .lookAt("what does the message speak of: what you give to the setting, or the class that it names?");
        }
        return wrong.means("what partition() throws comes out of send(); and an event for a partition that does not exist is "
                        + "never written.")
                .lookAt("what does the message speak of, and for which users does partition() return what?");
    }

    private static Wrong missing(Run run) {
        List<Event> missing = run.missing();
        Set<String> elsewhere = run.attempt().traffic().unknownTopics(run.topic().name());
        return Wrong.seen(missing.size() + " of " + run.given().size() + " events are not on the topic " + run.topic().name()
                + ", such as one of " + Printed.quote(missing.get(0).user()) + "; " + run.said()
                + (elsewhere.isEmpty() ? "" : " It asked for the topic " + String.join(", ", elsewhere) + "."));
    }

    /** A vip user is not on partition 0, or somebody else is. */
    public static void misplaced(Run run) {
        Map<Boolean, List<Stored>> wrong = run.byNamed().entrySet().stream().flatMap(each -> each.getValue().stream()
                        .filter(event -> Names.isVip(each.getKey()) != (event.partition() == 0)))
                .collect(Collectors.partitioningBy(event -> event.partition() == 0));
        if (!wrong.get(false).isEmpty()) {
            Stored vip = wrong.get(false).get(0);
            throw Wrong.seen(vip.keyText() + " is a vip user, and has an event at " + vip.place() + ".")
                    .means("on any other partition than 0 the event waits behind those of everybody else.")
                    .lookAt("what does partition() return for a user whose name starts with vip-?");
        }
        if (!wrong.get(true).isEmpty()) {
            throw intruder(wrong.get(true));
        }
    }

    private static Wrong intruder(List<Stored> intruders) {
        Optional<Stored> plainName = intruders.stream()
                .filter(event -> !String.valueOf(event.keyText()).contains("vip")).findFirst();
        Stored one = plainName.orElse(intruders.get(0));
        Wrong wrong = Wrong.seen(one.keyText() + " is no vip user, and has an event at " + one.place()
                + ", among those of the vip users.");
        return plainName.isPresent()
                ? wrong.means("the events of a partition are read one after the other: whoever is on partition 0 makes the vip "
                                + "users wait. The others have the partitions from 1 on.")
                        .lookAt("which is the smallest number that partition() can return for a user who is no vip?")
                : wrong.means("a vip user's name starts with vip-, the dash included; other names may have the letters in them.")
                        .lookAt("how does your class tell a vip user by the name?");
    }

    /** A user is on several partitions. */
    public static void scattered(Run run) {
        run.byNamed().forEach((user, stored) -> {
            if (stored.stream().map(Stored::partition).distinct().count() > 1) {
                throw Wrong.seen("the events of " + Printed.quote(user) + " are spread: " + places(stored) + ".")
                        .means("Kafka keeps the order within a partition and nowhere else: nobody can tell which of these came "
                                + "first. The same text has to give the same partition at each call; hashCode() of an array is "
                                + "not about what is in it.")
                        .lookAt("what else than the user's name does the number depend on?");
            }
        });
    }

    /** A user's events are there twice, or in another order than they were given. */
    public static void reordered(Run run) {
        for (List<Stored> ofUser : run.byUser().values()) {
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
    }

    /** Two runs on one topic have the same user on different partitions. */
    public static void disagreeing(Run one, Run other) {
        Map<String, List<Stored>> known = one.byUser();
        other.byNamed().forEach((user, stored) -> {
            Stored there = stored.get(0);
            Stored here = known.getOrDefault(user, stored).get(0);
            if (here.partition() != there.partition()) {
                throw Wrong.seen("two copies of your program ran at the same time, on one topic. One put " + user + " on "
                                + here.place() + ", the other on " + there.place() + ".")
                        .means("a user's events stay in order only if every copy of the program, today's and tomorrow's, comes "
                                + "to the same partition. What one of them has counted or remembered the others do not know.")
                        .lookAt("what does your class keep from one call of partition() to the next?");
            }
        });
    }

    /** A partition has nobody, though it is there for users who are no vips. */
    public static void unused(Run run, String whereToLook) {
        Set<Integer> used = run.partitionsOf(user -> !Names.isVip(user));
        List<Integer> empty = IntStream.range(1, run.partitions()).filter(each -> !used.contains(each)).boxed().toList();
        if (!empty.isEmpty() && !used.isEmpty()) {
            throw Wrong.seen("the topic " + run.topic().name() + " has " + run.partitions() + " partitions. The other users are "
                            + "on " + used + "; none of them is on " + empty + ".")
                    .means("the members of a consumer group share the partitions out: whoever reads an empty one has nothing to "
                            + "do, while the rest do it all. How many there are the topic says, and it can be given more.")
                    .lookAt(whereToLook);
        }
    }

    /** A user who is no vip is missing, or among the vip users; the verdict says what is special about the name. */
    public static void oddName(Run run) {
        Optional<Event> first = run.given().stream().filter(event -> run.stored(event).stream()
                .allMatch(stored -> stored.partition() == 0)).findFirst();
        if (first.isEmpty()) {
            return;
        }
        String user = first.get().user();
        List<Stored> there = run.stored(first.get());
        Wrong wrong = Wrong.seen(there.isEmpty()
                ? "an event of " + Printed.quote(user) + " is not on the topic; " + run.said()
                : Printed.quote(user) + " is no vip user, and has an event at " + there.get(0).place() + ".");
        if (SMALLEST.containsKey(user)) {
            throw wrong.means("for this name " + SMALLEST.get(user) + " is -2147483648, the smallest int. There is no "
                            + "+2147483648: Math.abs() returns the same negative number. And " + NEGATIVE)
                    .lookAt("how does your class make a hash positive, and what becomes of Integer.MIN_VALUE?");
        }
        if (user.hashCode() < 0 && Names.murmur2(user) < 0) {
            throw wrong.means("hashes of this name are negative: String.hashCode() is " + user.hashCode() + ", murmur2 is "
                            + Names.murmur2(user) + ". And " + NEGATIVE)
                    .lookAt("what does partition() make of a hash that is negative?");
        }
        throw there.isEmpty() ? whyLost(run)
                : wrong.means("a key may be any text.").lookAt("what does your class expect of a name?");
    }

    private static String places(List<Stored> events) {
        return events.stream().limit(4).map(Stored::place).collect(Collectors.joining(", "));
    }
}

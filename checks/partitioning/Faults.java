package checks.partitioning;

import checks.partitioning.Run.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workshop.check.Printed;
import workshop.check.Surroundings;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** What may be wrong with the events of a run of lesson 03, in the words of the verdict. Each throws where it is so. */
public final class Faults {

    static final String NEGATIVE = "in Java a remainder has the sign of the number that is divided: -7 % 5 is -2. The "
            + "producer throws out of send() where a partition is negative; and -1 + 1 is 0, the vip users' partition.";

    private static final List<String> NO_PRODUCER = List.of("ConfigException", "KafkaException", "Partitioner",
            "Failed to construct", "NoClassDefFoundError", "ClassNotFoundException");

    private Faults() {
    }

    /** Events are missing. */
    public static void lost(Run run) {
        if (!run.isComplete()) {
            throw whyLost(run);
        }
    }

    static Wrong whyLost(Run run) {
        String topic = run.topic().name();
        Printed printed = Printed.by(run.attempt().run());
        Optional<String> beyond = IntStream.range(run.partitions(), run.partitions() + 20)
                .mapToObj(each -> topic + "-" + each).filter(each -> printed.has(each + ":")).findFirst();
        Set<String> elsewhere = run.attempt().traffic().unknownTopics(topic);
        if (!elsewhere.isEmpty() && run.attempt().traffic().produced().isEmpty()) {
            return Surroundings.otherTopic(missing(run) + " It asked for the topic " + String.join(", ", elsewhere) + ".");
        }
        Wrong wrong = Wrong.seen(missing(run));
        // brokers that are short of a core let a producer wait for longer than it does
        boolean late = printed.has("TimeoutException") || run.attempt().run().stopped().isPresent();
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
        if (!run.attempt().traffic().hasConnected() && NO_PRODUCER.stream().noneMatch(printed::has)) {
            return Surroundings.otherAddresses(missing(run)
                    + " Nobody connected to the addresses in KAFKA_BOOTSTRAP_SERVERS.").late();
        }
        if (!run.attempt().traffic().hasConnected()) {
            return wrong.means("the program asked no broker for anything, and speaks of the making of a producer. A producer "
                            + "makes the object of your class itself: its settings name the class, the class has to be public "
                            + "and, within another one, static, and its constructor takes nothing.")
                    .lookAt("what does the message speak of: what you give to the setting, or the class that it names?");
        }
        return (late ? wrong.late() : wrong)
                .means("what partition() throws comes out of send(); and an event for a partition that does not exist is never "
                        + "written.")
                .lookAt("what does the message speak of, and for which users does partition() return what?");
    }

    private static String missing(Run run) {
        List<Event> missing = run.missing();
        return missing.size() + " of " + run.given().size() + " events are not on the topic " + run.topic().name()
                + ", such as one of \"" + Printed.quote(missing.get(0).user()) + "\"; " + run.said()
                + run.strays().stream().findFirst().map(stray -> " At " + stray.place() + " is what is none of them: key "
                + Printed.quote(stray.keyText() + ", value " + stray.valueText()) + ".").orElse("");
    }

    /** A vip user is not on partition 0, or somebody else is. */
    public static void misplaced(Run run) {
        misplaced(run.byNamed().values().stream().flatMap(List::stream).filter(event -> isMisplaced(event)).toList());
    }

    private static boolean isMisplaced(Stored event) {
        return Names.isVip(String.valueOf(event.keyText())) != (event.partition() == 0);
    }

    private static void misplaced(List<Stored> wrong) {
        wrong.stream().filter(event -> event.partition() != 0).findFirst().ifPresent(vip -> {
            throw Wrong.seen("\"" + vip.keyText() + "\" is a vip user, and has an event at " + vip.place() + ".")
                    .means("on any other partition than 0 the event waits behind those of everybody else.")
                    .lookAt("what does partition() return for a user whose name starts with vip-?");
        });
        if (!wrong.isEmpty()) {
            throw intruder(wrong);
        }
    }

    /** A vip user is not on partition 0, or somebody is whose name speaks of vips. */
    static void misplacedByName(Run run) {
        misplaced(run.byNamed().values().stream().flatMap(List::stream)
                .filter(event -> isMisplaced(event) && hasVip(event.keyText())).toList());
    }

    private static boolean hasVip(String name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT).contains("vip");
    }

    private static Wrong intruder(List<Stored> intruders) {
        Optional<Stored> plainName = intruders.stream()
                .filter(event -> !hasVip(event.keyText())).findFirst();
        Stored one = plainName.orElse(intruders.get(0));
        Wrong wrong = Wrong.seen("\"" + one.keyText() + "\" is no vip user, and has an event at " + one.place()
                + ", among those of the vip users.");
        return plainName.isPresent()
                ? wrong.means("the events of a partition are read one after the other: whoever is on partition 0 makes the vip "
                                + "users wait. The others have the partitions from 1 on.")
                        .lookAt("which is the smallest number that partition() can return for a user who is no vip?")
                : wrong.means("a vip user's name starts with vip-, the dash included, in small letters; other names may have the "
                                + "letters in them.")
                        .lookAt("how does your class tell a vip user by the name?");
    }

    /** A user is on several partitions. */
    public static void scattered(Run run) {
        run.byNamed().forEach((user, stored) -> {
            if (stored.stream().map(Stored::partition).distinct().count() > 1) {
                throw Wrong.seen("the events of \"" + Printed.quote(user) + "\" are spread: " + places(stored) + ".")
                        .means("Kafka keeps the order within a partition and nowhere else: nobody can tell which of these came "
                                + "first. The same name has to give the same partition at each call, whatever the event is, "
                                + "whoever comes before it and in whichever run.")
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

    private static String places(List<Stored> events) {
        return events.stream().limit(4).map(Stored::place).collect(Collectors.joining(", "));
    }
}

package checks;

import static checks.partitioning.Names.join;
import static checks.partitioning.Run.NOBODY;

import checks.partitioning.BrokerDown;
import checks.partitioning.End;
import checks.partitioning.Faults;
import checks.partitioning.Names;
import checks.partitioning.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Utils;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/**
 * Lesson 03. The program runs six times side by side: twice on one topic of four partitions, on topics of 6, 12 and 2, and on
 * one that refuses every event. Each partition of the first one has a single replica, so that a partition is without a leader
 * when a broker is stopped; then the program meets the same users again.
 */
@Check
class PartitioningCheck {

    private static final int PARTITIONS = 4;
    private static final String ASKED = "the producer asks your class";
    private static final String EVERYTHING = "every event arrives";
    private static final String APART = "partition 0 belongs to the vip users alone";

    private final Trial trial;
    private final Names names;
    private final List<Integer> brokers;
    private final int lonely;
    private final Run plain;
    private final Run again;
    private final Run strange;
    private final Run wide;
    private final Run narrow;
    private final Run refused;
    private boolean asksTheClass;
    private boolean apart;
    private boolean steady;
    private boolean spread;

    PartitioningCheck(Trial trial) {
        this.trial = trial;
        names = new Names(trial.random());
        brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        Collections.shuffle(brokers, trial.random());
        lonely = 1 + trial.random().nextInt(PARTITIONS - 1);
        List<String> vips = names.vips();
        List<String> users = names.users();
        List<String> all = join(users, vips, names.nearlyVips());
        NewTopic four = trial.topic("events", PARTITIONS, partition -> List.of(home(partition)));
        plain = new Run(trial, four, join(names.eventsOf(all), names.eventsOf(all), names.eventsOf(all)));
        again = new Run(trial, four,
                join(names.eventsOf(users), names.eventsOf(Collections.nCopies(6, NOBODY))));
        strange = new Run(trial, trial.topic("events", 6), names.inOrder(names.odd()));
        wide = new Run(trial, trial.topic("events", 12), names.eventsOf(join(names.many(), vips)));
        narrow = new Run(trial, trial.topic("events", 2), names.eventsOf(all));
        refused = new Run(trial, trial.topic("events", 2, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10"),
                names.eventsOf(vips));
        trial.create(four, strange.topic(), wide.topic(), narrow.topic(), refused.topic());
        Stream.of(plain, again, strange, wide, narrow, refused).forEach(Run::start);
    }

    // the lonely partition has the first broker to itself, so that the others keep their leaders when that one is stopped
    private int home(int partition) {
        return brokers.get(partition == lonely ? 0 : (1 + partition % 2) % brokers.size());
    }

    @Fact(order = 1, value = "gives partition 0 to the vip users, and to nobody else")
    void vipsApart() {
        Faults.lost(plain);
        keyed();
        asked();
        Faults.misplaced(plain);
        apart = true;
    }

    private void keyed() {
        plain.byUser().forEach((user, stored) -> stored.forEach(event -> {
            if (!user.equals(event.keyText())) {
                throw Wrong.seen("the event of " + user + " at " + event.place() + " has the key " + event.keyText() + ".")
                        .means("readers and partitioners know whose event it is by its key.")
                        .lookAt("what do you give to the constructor of ProducerRecord as the key?");
            }
        }));
    }

    private void asked() {
        if (plain.byUser().values().stream().flatMap(List::stream).allMatch(event ->
                event.partition() == Utils.toPositive(Utils.murmur2(event.key())) % PARTITIONS)) {
            throw Wrong.seen("all " + plain.byUser().size() + " users, vip or not, are where Kafka's own partitioner puts "
                            + "them. Events of vip users are on the partitions "
                            + plain.partitionsOf(Names::isVip) + ".")
                    .means("a producer asks a Partitioner of yours only when its settings name the class. Else it takes a hash "
                            + "of the key (murmur2), over all partitions.")
                    .lookAt("which setting of the producer tells it about your class?");
        }
        asksTheClass = true;
    }

    @Fact(order = 2, value = "keeps each user on one partition, in order, in every run")
    void oneUserOnePartition() {
        needs(plain.isComplete(), EVERYTHING);
        needs(asksTheClass, ASKED);
        Faults.scattered(plain);
        Faults.reordered(plain);
        Faults.disagreeing(plain, again);
        steady = true;
    }

    @Fact(order = 3, value = "shares the other users out over all the other partitions")
    void othersSpread() {
        needs(plain.isComplete(), EVERYTHING);
        needs(asksTheClass, ASKED);
        Faults.unused(plain, "which numbers can partition() return for a user who is no vip?");
        spread = true;
    }

    @Fact(order = 4, value = "takes any user, whatever the hash of the name is")
    void anyName() {
        needs(apart, APART);
        Faults.oddName(strange);
        Faults.scattered(strange);
    }

    @Fact(order = 5, value = "takes an event without a user, and not to partition 0")
    void nobody() {
        needs(apart, APART);
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

    @Fact(order = 6, value = "does the same on topics of 12 and of 2 partitions")
    void anyTopic() {
        needs(apart && steady && spread, "it does on a topic of 4 partitions");
        for (Run run : List.of(wide, narrow)) {
            Faults.lost(run);
            Faults.unused(run, "where does your class have the number of partitions from?");
            Faults.misplaced(run);
            Faults.scattered(run);
        }
    }

    @Fact(order = 7, value = "leaves each user in place while a broker is down")
    void brokerDown() {
        needs(apart && steady, "the first two facts hold while all brokers are up");
        needs(plain.attempt().run().stopped().isEmpty(), "the program ends by itself");
        BrokerDown down = new BrokerDown(trial, names, plain, lonely, brokers.get(0));
        down.nobodyMoves();
        down.othersArrive();
    }

    @Fact(order = 8, value = "ends with code 0 when every event was sent, and with another one when not")
    void ends() {
        needs(plain.isComplete(), EVERYTHING);
        End.inGoodOrder(plain);
        End.withAnError(refused);
    }

    private static void needs(boolean held, String what) {
        if (!held) {
            Trial.cannotJudge("to be judged once " + what);
        }
    }
}

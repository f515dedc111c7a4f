package checks;

import static checks.partitioning.Names.join;
import static checks.partitioning.Run.NOBODY;

import checks.partitioning.AsGiven;
import checks.partitioning.BrokerDown;
import checks.partitioning.End;
import checks.partitioning.Faults;
import checks.partitioning.Names;
import checks.partitioning.Nobody;
import checks.partitioning.OddNames;
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

/**
 * Lesson 03. The program runs seven times side by side: twice on one topic of four partitions, on topics of 6, 12 and 2, on one
 * that refuses an event, and on one where a line is none. Each partition of the first one has a single replica, so that a partition
 * is without a leader when a broker is stopped; then, when all seven have ended, the program meets the same users again.
 */
@Check
class PartitioningCheck {

    private static final int PARTITIONS = 4;
    private static final int NOBODYS = 40;
    // a producer's batch of many events is smaller, unless it is told otherwise
    private static final String MAX_BYTES = "20000";
    private static final String NO_EVENT = "user-7 looks at shoes";
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
    private final Run ragged;
    private boolean asksTheClass;
    private boolean apart;
    private boolean steady;
    private boolean spread;
    private boolean takesNobody;

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
                join(names.eventsOf(users), names.eventsOf(Collections.nCopies(NOBODYS, NOBODY)), names.vipsByTextAlone()));
        strange = new Run(trial, trial.topic("events", 6), join(names.oddEvents(), names.inOrder(names.odd())))
                .withoutTheLastLineFeed();
        wide = new Run(trial, trial.topic("events", 12), names.eventsOf(join(names.many(), vips)));
        narrow = new Run(trial, trial.topic("events", 2), names.eventsOf(join(all, List.of(NOBODY))));
        refused = new Run(trial, trial.topic("events", 2, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_BYTES),
                join(names.eventsOf(users), List.of(names.tooLarge()), names.eventsOf(vips)));
        ragged = new Run(trial, trial.topic("events", 2), names.eventsOf(vips)).amongThem(NO_EVENT);
        trial.create(four, strange.topic(), wide.topic(), narrow.topic(), refused.topic(), ragged.topic());
        Stream.of(plain, again, strange, wide, narrow, refused, ragged).forEach(Run::start);
    }

    // the lonely partition has the first broker to itself, so that the others keep their leaders when that one is stopped
    private int home(int partition) {
        return brokers.get(partition == lonely ? 0 : (1 + partition % 2) % brokers.size());
    }

    @Fact(order = 1, value = "gives partition 0 to the vip users, and to nobody else")
    void vipsApart() {
        Faults.lost(plain);
        AsGiven.judge(plain);
        asked();
        Faults.misplaced(plain);
        apart = true;
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

    @Fact(order = 4, value = "takes any user and any event as they are, whatever the hash of the name is")
    void anyName() {
        needs(apart, APART);
        AsGiven.judge(strange);
        OddNames.lastLine(strange);
        OddNames.misplaced(strange);
        Faults.scattered(strange);
    }

    @Fact(order = 5, value = "takes an event without a user, and not to partition 0")
    void nobody() {
        needs(apart, APART);
        Nobody.lost(again);
        AsGiven.judge(again);
        Nobody.misplaced(again);
        takesNobody = true;
    }

    @Fact(order = 6, value = "does the same on topics of 12 and of 2 partitions")
    void anyTopic() {
        needs(apart && steady && spread, "it does on a topic of 4 partitions");
        needs(takesNobody, "an event without a user arrives, and not on partition 0");
        for (Run run : List.of(wide, narrow)) {
            Faults.lost(run);
            Faults.unused(run, "where does your class have the number of partitions from?");
            Faults.misplaced(run);
            Faults.scattered(run);
        }
        Nobody.misplaced(narrow);
    }

    @Fact(order = 7, value = "leaves each user in place while a broker is down")
    void brokerDown() {
        needs(apart && steady, "the first two facts hold while all brokers are up");
        needs(plain.attempt().run().stopped().isEmpty(), "the program ends by itself");
        // what these runs meet is not to be a stopped broker
        Stream.of(again, strange, wide, narrow, refused, ragged).forEach(Run::await);
        BrokerDown down = new BrokerDown(trial, names, plain, lonely, brokers.get(0));
        down.nobodyMoves();
        down.othersArrive();
    }

    @Fact(order = 8, value = "ends with code 0 when every event was sent, and with another one when not")
    void ends() {
        needs(plain.isComplete(), EVERYTHING);
        Stream.of(plain, again, strange, wide, narrow).filter(Run::isComplete).forEach(End::inGoodOrder);
        AsGiven.judge(refused);
        End.withOneRefused(refused);
        End.withoutATab(ragged, NO_EVENT);
    }

    private static void needs(boolean held, String what) {
        if (!held) {
            Trial.cannotJudge("to be judged once " + what);
        }
    }
}

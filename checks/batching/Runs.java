package checks.batching;

import static workshop.evidence.wire.Disturbance.WRITES_REFUSED_ONCE;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Attempt;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Batch;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Traffic;

/** The runs of lesson 02, side by side, and what came of them. */
public final class Runs {

    public static final int PER_BATCH = 100;
    public static final Duration LIMIT = Duration.ofSeconds(30);
    public static final int USERS = 7;
    public static final String CONFIRMED = "confirmed";
    public static final String FAILED = "failed";
    private static final String GIVE_UP_AFTER = "GIVE_UP_AFTER_MS";
    // as the lesson has it, as a check can wait for, and as no run needs
    private static final int GIVE_UP_AFTER_MS = 10_000;
    private static final int SOON_MS = 2_000;
    private static final int LATE_MS = 20_000;
    private static final int PARTITIONS = 2;
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(7);
    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\"\\s*:\\s*\"?(\\d{1,9})\\b");

    /** How many orders the run with all of them has. */
    public final int orders;
    /** How many the others have. */
    public final int few;
    /** Has all orders, and each broker refuses the first write once. */
    public final Attempt plain;
    /** Has a topic that takes no record, and is not told when to give up. */
    public final Attempt refused;
    private final Trial trial;
    private final NewTopic topic;
    private final NewTopic lasting;
    private final Unanswered soon;
    private Unanswered untold;
    private List<Stored> arrived;
    private List<Batch> batches;

    /** Starts them. */
    public Runs(Trial trial) {
        this.trial = trial;
        // enough for some batches of 64 KiB on each partition
        orders = 8_000 + trial.random().nextInt(2_000);
        few = 60 + trial.random().nextInt(40);
        topic = trial.topic("orders", PARTITIONS);
        NewTopic refusing = trial.topic("orders", PARTITIONS, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10");
        NewTopic silent = ledApart();
        lasting = ledApart();
        trial.create(topic, refusing, silent, lasting);
        soon = new Unanswered(trial, attempt(silent, few).with(GIVE_UP_AFTER, String.valueOf(SOON_MS)), silent, few, SOON_MS,
                silentBroker()).start();
        plain = attempt(topic, orders).with(GIVE_UP_AFTER, String.valueOf(LATE_MS)).disturbed(WRITES_REFUSED_ONCE).start();
        refused = attempt(refusing, few).start();
        soon.awaitFirstWrite();
    }

    // so that one broker answers for some of the orders, and another one does not for the others
    private NewTopic ledApart() {
        return trial.topic("orders", PARTITIONS, trial::replicas);
    }

    private int silentBroker() {
        return trial.replicas(1).get(0);
    }

    private Attempt attempt(NewTopic where, int howMany) {
        return trial.attempt().with("TOPIC", where.name()).with("ORDERS", String.valueOf(howMany))
                .where(program -> program.atMost(LIMIT));
    }

    /** Returns the run in which a broker does not answer, and that is told to give up soon. */
    public Unanswered soon() {
        return soon;
    }

    /**
     * Returns whether it is to be seen in another run, that is told nothing, when the program gives up. It is not where it gave up
     * when it should, and the time that it gives to a request follows from what it is told such that nothing makes ten seconds.
     */
    public boolean isToBeSeenUntold() {
        return !soon.isOnTime() || !followsWhatItIsTold();
    }

    private boolean followsWhatItIsTold() {
        double atSoon = soon.attempt().traffic().moments().shortestWrite().toMillis();
        double atLate = plain.traffic().moments().shortestWrite().toMillis();
        double atNothing = refused.traffic().moments().shortestWrite().toMillis();
        double told = SOON_MS + (atNothing - atSoon) * (LATE_MS - SOON_MS) / (atLate - atSoon);
        return atSoon > 0 && atNothing > 0 && Math.abs(told - GIVE_UP_AFTER_MS) < GIVE_UP_AFTER_MS / 50.0;
    }

    /** Returns that run. */
    public Unanswered untold() {
        if (untold == null) {
            untold = new Unanswered(trial, attempt(lasting, few), lasting, few, GIVE_UP_AFTER_MS, silentBroker()).start();
            untold.awaitFirstWrite();
        }
        return untold;
    }

    /** Waits until a run has ended, or has asked for nothing for some seconds after its first write. */
    public void awaitEndOrQuiet(Attempt attempt) {
        attempt.awaitEndOr(traffic -> traffic.writes() > 0);
        int[] seen = {0};
        while (!attempt.run().hasEnded() && seen[0] < attempt.traffic().writes()) {
            seen[0] = attempt.traffic().writes();
            Wait.holdsWithin(QUIET, () -> attempt.run().hasEnded() || attempt.traffic().writes() > seen[0]);
        }
    }

    /** Returns what the program put on the topic; it has ended, or its time was up, or it is on a wrong track. */
    public List<Stored> arrived() {
        if (arrived == null) {
            plain.awaitEndOr(traffic -> !elsewhere().isEmpty() || wastes(traffic));
            if (!plain.run().hasEnded()) {
                plain.run().kill();
            }
            // what only the leader has confirmed, or nobody yet, can be read a moment later
            long taken = plain.traffic().produced().stream().filter(produced -> !produced.refused()).count();
            Wait.holdsWithin(SETTLED, () -> {
                arrived = trial.evidence().records(topic.name());
                return arrived.size() >= orders || taken == 0 || !plain.run().succeeded();
            });
            batches = trial.evidence().batches(topic.name());
        }
        return arrived;
    }

    /** Returns the batches in which it came. */
    public List<Batch> batches() {
        arrived();
        return batches;
    }

    // so many that the average is too low, whatever comes
    private boolean wastes(Traffic traffic) {
        return traffic.produced().stream().filter(produced -> !produced.refused()).count() > orders * 5 / 4 / PER_BATCH;
    }

    /** Returns how many orders lie in a batch, on average. */
    public double average() {
        return batches().isEmpty() ? 0 : batches.stream().mapToInt(Batch::records).sum() / (double) batches.size();
    }

    /** Returns whether every batch came from a producer that numbers its batches. */
    public boolean idempotent() {
        return batches().stream().allMatch(batch -> batch.producerId() >= 0);
    }

    /** Returns the topic that takes everything. */
    public String topic() {
        return topic.name();
    }

    /** Returns the topics that the program has asked for in place of its own. */
    public Set<String> elsewhere() {
        return plain.traffic().otherTopics(topic.name());
    }

    /** Returns whether a run has printed a count. */
    public static boolean says(Attempt attempt, String word, long number) {
        return Printed.by(attempt.run()).counts(word, number, List.of(CONFIRMED, FAILED));
    }

    /** Returns which order a record seems to hold; 0 for none. */
    public int number(Stored record) {
        int n = anyNumber(record);
        return n <= orders ? n : 0;
    }

    /** Returns which order a record seems to hold, be it one that there is not; 0 for none. */
    public static int anyNumber(Stored record) {
        Matcher id = ORDER_ID.matcher(String.valueOf(record.valueText()));
        return id.find() ? Integer.parseInt(id.group(1)) : 0;
    }

    /** Returns order n as the script makes it. */
    public static ShopOrder order(int n) {
        return new ShopOrder(String.valueOf(n), "user-" + (n % USERS + 1), new BigDecimal((n % 90 + 10) + ".99"));
    }
}

package checks.firstproducer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Attempt;
import workshop.check.Trial;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;

/**
 * The runs of lesson 01's program: two side by side while all is well, one as the lesson says, one for a topic that refuses every
 * record; and two while a broker is down.
 */
public final class Runs {

    /** How long a run has. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    // the default partitioner puts user-123 on partition 3 of five: 0 is no good guess
    private static final int PARTITIONS = 5;
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final byte[] EARLIER = "an earlier order".getBytes(StandardCharsets.UTF_8);

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic refusing;
    private final NewTopic guarded;
    private final NewTopic strict;
    private final Attempt plain;
    private final Attempt refused;
    private List<Stored> arrived;
    private OneDown next;
    private OneDown oneDown;

    /** What ran while a broker was down, named after the place of that broker in the list. */
    public record OneDown(int broker, Attempt atTheEnds, Attempt inTheMiddle) {
    }

    /** Starts the first two; their JVMs start while their topics are made. */
    public Runs(Trial trial) {
        this.trial = trial;
        orders = trial.topic("orders", PARTITIONS);
        refusing = trial.topic("orders", 1, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10");
        guarded = trial.topic("orders", 1);
        strict = trial.topic("orders", 1, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3");
        trial.prepare(() -> {
            trial.create(orders, refusing, guarded, strict);
            trial.write(earlierOrders());
        });
        plain = attempt(orders).startAhead();
        refused = attempt(refusing).startAhead();
        trial.awaitPrepared();
        plain.begin();
        refused.begin();
    }

    /** Returns the name of the topic of the lesson. */
    public String topic() {
        return orders.name();
    }

    /** Returns the run on the topic of the lesson. */
    public Attempt plain() {
        return plain;
    }

    /** Returns the run on a topic that refuses every record. */
    public Attempt refused() {
        return refused;
    }

    private Attempt attempt(NewTopic topic) {
        return trial.attempt().with("TOPIC", topic.name())
                .where(program -> program.atMost(LIMIT).inLanguage("de", "DE"));
    }

    // so that offset 0 is no good guess either
    private List<ProducerRecord<String, byte[]>> earlierOrders() {
        return IntStream.range(0, PARTITIONS).boxed()
                .flatMap(partition -> IntStream.range(0, 20 + partition * 40 + trial.random().nextInt(40))
                        .mapToObj(n -> new ProducerRecord<>(orders.name(), partition, "user-" + n, EARLIER)))
                .toList();
    }

    /** Returns what the program put on the topic; it has ended, or its time was up, or it is on a wrong track. */
    public List<Stored> arrived() {
        if (arrived == null) {
            plain.awaitEndOr(Traffic::hasConnected);
            if (plain.traffic().hasConnected()) {
                next = startNextAhead();
            }
            plain.awaitEndOr(traffic -> !elsewhere().isEmpty());
            boolean sent = plain.traffic().produced().stream().anyMatch(produced -> !produced.refused()
                    && produced.topic().equals(orders.name()));
            arrived = stored();
            if (arrived.isEmpty() && sent) {
                // what only the leader has confirmed, or nobody yet, can be read a moment later
                Wait.holdsWithin(SETTLED, () -> {
                    arrived = stored();
                    return !arrived.isEmpty();
                });
            }
        }
        return arrived;
    }

    private List<Stored> stored() {
        return trial.evidence().records(orders.name()).stream()
                .filter(record -> !Arrays.equals(EARLIER, record.value())).toList();
    }

    /** Returns the topics that the program has asked for in place of its own. */
    public Set<String> elsewhere() {
        return plain.traffic().otherTopics(orders.name());
    }

    /** Returns the order; where none has arrived the fact ends without a judgement. */
    public Stored theOrder() {
        if (arrived().isEmpty()) {
            Trial.cannotJudge("to be judged once an order arrives");
        }
        return arrived().get(0);
    }

    // while the first two wait for their brokers, and end, the cores have time for the JVMs of the next two
    private OneDown startNextAhead() {
        refused.awaitEndOr(Traffic::hasConnected);
        List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        int broker = brokers.remove(trial.random().nextInt(brokers.size()));
        int one = brokers.get(0);
        int other = brokers.get(1);
        return new OneDown(broker, attempt(guarded).without(broker).knowing(List.of(broker, one, broker)).startAhead(),
                attempt(strict).without(broker).knowing(List.of(one, broker, other)).startAhead());
    }

    /** Stops a broker when the first two runs have ended, and returns the two that run then. */
    public OneDown oneDown() {
        if (oneDown == null) {
            // a program that goes to other addresses stores its order, and was not seen to connect
            next = next == null ? startNextAhead() : next;
            plain.awaitEnd();
            refused.awaitEnd();
            trial.stopBroker(next.broker());
            next.atTheEnds().begin();
            next.inTheMiddle().begin();
            oneDown = next;
        }
        return oneDown;
    }

    /** Returns whether an order has come to the topic of the run in which the stopped broker is first and last. */
    public boolean isStoredOneDown() {
        // an order that only the leader has confirmed can be read a moment later
        return Wait.holdsWithin(SETTLED, () -> !trial.evidence().records(guarded.name()).isEmpty());
    }

    /** Returns the name of that run's topic. */
    public String topicOneDown() {
        return guarded.name();
    }

    /** Returns whether a broker has been asked to store something. */
    public static boolean hasAsked(Traffic traffic) {
        return !traffic.produced().isEmpty();
    }

    /** Returns whether a run stores its order; whether it ends after that is another fact. */
    public static boolean stores(Attempt attempt) {
        attempt.awaitEndOr(Runs::hasStored);
        return attempt.run().succeeded() || hasStored(attempt.traffic());
    }

    /** Returns whether a broker has refused what it was asked to store. */
    public static boolean wasRefused(Traffic traffic) {
        return traffic.refusal().isPresent();
    }

    private static boolean hasStored(Traffic traffic) {
        return traffic.produced().stream().anyMatch(Produced::taken);
    }
}

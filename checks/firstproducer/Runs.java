package checks.firstproducer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * The runs of lesson 01's program. In the first one a broker is down: who comes through that has shown the most with one JVM. Where
 * it does not come through, the program runs once more while all is well, so that it is not told of the broker what has another
 * reason. Beside them it runs for a topic that refuses every record, and for one that demands more in-sync replicas than there are
 * left.
 */
public final class Runs {

    /** How long a run has. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    // the default partitioner puts user-123 on partition 12: 0 is no good guess, and 12 is in nothing that a client logs
    private static final int PARTITIONS = 17;
    // and on partition 3 of these
    private static final int FEW = 5;
    // a name that is put into lower case is another one
    private static final String ORDERS = "shopOrders";
    private static final Duration SETTLED = Duration.ofSeconds(5);
    // a program that has not connected by then, or ended so long after it has, is run beside it while all is well
    private static final Duration USUAL = Duration.ofSeconds(3);
    private static final byte[] EARLIER = "an earlier order".getBytes(StandardCharsets.UTF_8);

    private final Trial trial;
    private final int down;
    private final List<Integer> others;
    private final NewTopic ordersOneDown;
    private final NewTopic orders;
    private final NewTopic refusing;
    private final NewTopic strict;
    private final Attempt first;
    private final Attempt refused;
    private final Strictly strictly;
    private boolean othersStarted;
    private Attempt plain;
    private NewTopic ordersOfPlain;
    private List<Stored> arrived;
    private OneDown oneDown;

    /**
     * What ran while a broker was down.
     *
     * @param broker   that broker
     * @param first    with that broker at the first place of the list
     * @param strictly with that broker at all places but the first, for a topic that demands every replica
     */
    public record OneDown(int broker, Attempt first, Strictly strictly) {
    }

    /** Starts the first run; its JVM starts while the topics are made and a broker is stopped. */
    public Runs(Trial trial) {
        this.trial = trial;
        others = new ArrayList<>(trial.cluster().brokers().keySet());
        down = others.remove(trial.random().nextInt(others.size()));
        ordersOneDown = trial.topic(ORDERS, PARTITIONS, this::replicas);
        orders = trial.topic(ORDERS, FEW, this::replicas);
        refusing = trial.topic(ORDERS, 1, this::replicas).configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10"));
        strict = trial.topic(ORDERS, 1, this::replicas).configs(Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3"));
        trial.prepare(() -> {
            trial.create(ordersOneDown, orders, refusing, strict);
            trial.write(Stream.of(ordersOneDown, orders).flatMap(this::earlierOrders).toList());
        });
        first = attempt(ordersOneDown).without(down).knowing(List.of(down, others.get(0), others.get(1))).startAhead();
        trial.stopBrokerMeanwhile(down);
        refused = attempt(refusing).unawareOf(down);
        strictly = new Strictly(attempt(strict).without(down).knowing(List.of(others.get(0), down, down)), LIMIT);
        trial.awaitPrepared();
        first.begin();
    }

    // no partition waits for another leader when the broker goes
    private List<Integer> replicas(int partition) {
        return List.of(others.get(partition % 2), others.get((partition + 1) % 2), down);
    }

    private Attempt attempt(NewTopic topic) {
        return trial.attempt().with("TOPIC", topic.name()).notingProducers()
                .where(program -> program.atMost(LIMIT).inLanguage("de", "DE"));
    }

    // so that offset 0 is no good guess either
    private Stream<ProducerRecord<String, byte[]>> earlierOrders(NewTopic topic) {
        return topic.replicasAssignments().keySet().stream()
                .flatMap(partition -> IntStream.range(0, 20 + partition * 5 + trial.random().nextInt(20))
                        .mapToObj(n -> new ProducerRecord<>(topic.name(), partition, "user-" + n, EARLIER)));
    }

    /** Returns the run by which the order is judged: the first one where it came through, else one while all is well. */
    public Attempt plain() {
        if (plain == null) {
            Wait.holdsWithin(USUAL, () -> first.run().hasEnded() || hasStored(first.traffic()));
            Wait.holdsWithin(USUAL, first.run()::hasEnded);
            List<Stored> stored = first.run().succeeded() ? stored(ordersOneDown) : List.of();
            boolean cameThrough = stored.size() == 1;
            if (cameThrough) {
                arrived = stored;
                startOthers();
            }
            ordersOfPlain = cameThrough ? ordersOneDown : orders;
            plain = cameThrough ? first : attempt(orders).unawareOf(down).start();
        }
        return plain;
    }

    // after the first one: its facts are there the sooner, and one that has not come through may need no more
    private void startOthers() {
        if (!othersStarted) {
            refused.start();
            strictly.attempt().startAhead();
            othersStarted = true;
        }
    }

    /** Returns the name of the topic of {@link #plain()}. */
    public String topic() {
        plain();
        return ordersOfPlain.name();
    }

    /** Returns the run on a topic that refuses every record. */
    public Attempt refused() {
        plain();
        startOthers();
        return refused;
    }

    /** Returns what the program put on the topic; it has ended, or its time was up, or it is on a wrong track. */
    public List<Stored> arrived() {
        plain();
        if (arrived == null) {
            plain.awaitEndOr(traffic -> !elsewhere().isEmpty());
            boolean sent = plain.traffic().produced().stream().anyMatch(produced -> !produced.refused()
                    && produced.topic().equals(topic()));
            arrived = stored(ordersOfPlain);
            if (arrived.isEmpty() && sent) {
                // what only the leader has confirmed, or nobody yet, can be read a moment later
                Wait.holdsWithin(SETTLED, () -> {
                    arrived = stored(ordersOfPlain);
                    return !arrived.isEmpty();
                });
            }
        }
        return arrived;
    }

    private List<Stored> stored(NewTopic topic) {
        return trial.evidence().records(topic.name()).stream()
                .filter(record -> !Arrays.equals(EARLIER, record.value())).toList();
    }

    /** Returns the topics that the program has asked for in place of its own. */
    public Set<String> elsewhere() {
        return plain().traffic().otherTopics(topic());
    }

    /** Returns the order; where none has arrived the fact ends without a judgement. */
    public Stored theOrder() {
        if (arrived().isEmpty()) {
            Trial.cannotJudge("to be judged once an order arrives");
        }
        return arrived().get(0);
    }

    /** Returns the two that run while a broker is down; it is down when this returns. */
    public OneDown oneDown() {
        if (oneDown == null) {
            plain();
            startOthers();
            trial.awaitStopped();
            strictly.attempt().begin();
            oneDown = new OneDown(down, first, strictly);
        }
        return oneDown;
    }

    /** Returns whether an order has come to the topic of the first run. */
    public boolean isStoredOneDown() {
        // an order that only the leader has confirmed can be read a moment later
        return Wait.holdsWithin(SETTLED, () -> !stored(ordersOneDown).isEmpty());
    }

    /** Returns the name of that run's topic. */
    public String topicOneDown() {
        return ordersOneDown.name();
    }

    /** Returns whether a run stores its order; whether it ends after that is another fact. */
    public static boolean stores(Attempt attempt) {
        attempt.awaitEndOr(Runs::hasStored);
        return attempt.run().succeeded() || hasStored(attempt.traffic());
    }

    /** Returns the run that was refused for good by another error than {@link #refused()}; nothing where none was. */
    public Optional<Attempt> refusedOtherwise() {
        return strictly.refusedForGood();
    }

    /** Returns whether on standard error a run that was refused says something that another run does not. */
    public boolean saysMore(Attempt run, Attempt other) {
        return Reasons.differ(run, topicOf(run), other, topicOf(other));
    }

    private String topicOf(Attempt run) {
        return (run == refused ? refusing : run == strictly.attempt() ? strict : ordersOfPlain).name();
    }

    private static boolean hasStored(Traffic traffic) {
        return traffic.produced().stream().anyMatch(Produced::taken);
    }
}

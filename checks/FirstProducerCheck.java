package checks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Surroundings;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;

/**
 * Lesson 01. The program runs twice side by side while all is well: once as the lesson says, once for a topic that refuses
 * every record. Then a broker is stopped, and it runs twice more: with that broker at both ends of its list, and with that
 * broker in the middle, for a topic that demands more in-sync replicas than there are left.
 */
@Check
class FirstProducerCheck {

    private static final String KEY = "user-123";
    // the default partitioner puts user-123 on partition 3 of five: 0 is no good guess
    private static final int PARTITIONS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final byte[] EARLIER = "an earlier order".getBytes(StandardCharsets.UTF_8);
    private static final ShopOrder ORDER = new ShopOrder("12345", KEY, new BigDecimal("99.99"));

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic refusing;
    private final NewTopic guarded;
    private final NewTopic strict;
    private final Attempt plain;
    private final Attempt refused;
    private List<Stored> arrived;
    private OneDown oneDown;

    /** What ran while a broker was down, named after the place of that broker in the list. */
    private record OneDown(int broker, Attempt atTheEnds, Attempt inTheMiddle) {
    }

    FirstProducerCheck(Trial trial) {
        this.trial = trial;
        orders = trial.topic("orders", PARTITIONS);
        refusing = trial.topic("refusing", 1, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10");
        guarded = trial.topic("guarded", 1);
        strict = trial.topic("strict", 1, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3");
        trial.create(orders, refusing, guarded, strict);
        refused = attempt(refusing).start();
        trial.write(earlierOrders());
        plain = attempt(orders).start();
    }

    @Fact(order = 1, value = "puts the order on the topic, once, with its key and its JSON")
    void order() {
        if (arrived().isEmpty()) {
            throw nothingArrived();
        }
        if (!plain.traffic().hasConnected()) {
            throw Surroundings.otherAddresses("the order came to " + arrived().get(0).place() + ", but not through the addresses "
                    + "in KAFKA_BOOTSTRAP_SERVERS: nobody connected there.");
        }
        if (arrived().size() > 1) {
            throw Wrong.seen("the order is there " + (arrived().size() == 2 ? "twice" : arrived().size() + " times") + ": "
                            + places(arrived()) + ".")
                    .means("each call of send() puts a record on the topic; Kafka does not know that two are the same order.")
                    .lookAt("how many times does your program reach send()?");
        }
        Stored order = arrived().get(0);
        if (order.key() == null) {
            throw Wrong.seen(order.place() + " has no key.")
                    .means("the key decides on the partition: records with one key stay on one partition, in order. "
                            + "Without a key a user's orders are spread over partitions, and nobody knows which came first.")
                    .lookAt("what do you give to the constructor of ProducerRecord, and in which place?");
        }
        if (!KEY.equals(order.keyText())) {
            throw Wrong.seen(order.place() + " has the key \"" + order.keyText() + "\", not \"" + KEY + "\".")
                    .means("the key decides on the partition, and so on which orders stay in order.")
                    .lookAt("what do you give to the constructor of ProducerRecord as the key?");
        }
        ORDER.judge(order);
    }

    @Fact(order = 2, value = "prints the topic, and the real partition and offset")
    void printed() {
        Stored order = theOrder();
        Printed printed = Printed.by(plain.run());
        List<String> missing = new ArrayList<>();
        if (!printed.has(order.topic())) {
            missing.add("the topic " + order.topic());
        }
        if (!printed.has(order.partition())) {
            missing.add("partition " + order.partition());
        }
        if (!printed.has(order.offset())) {
            missing.add("offset " + order.offset());
        }
        if (missing.isEmpty()) {
            return;
        }
        Wrong wrong = Wrong.seen("the order lies at " + order.place() + "; the output does not say "
                + String.join(", nor ", missing) + ". It was: " + printed.quoted());
        if (plain.traffic().produced().stream().anyMatch(produced -> produced.acks() == 0)) {
            throw wrong.means("a producer with acks=0 gets no answer, so it cannot know the place: it says offset -1.")
                    .lookAt("whose answer does your producer wait for?");
        }
        throw wrong.means("where a record lies is known only once the broker has answered. The answer holds topic, partition "
                        + "and offset.")
                .lookAt("what does the Future that send() returns hold when it is done, and what do you print of it?");
    }

    @Fact(order = 3, value = "works while one of the three brokers is down, whichever it is")
    void oneBrokerDown() {
        theOrder();
        if (arrived().size() > 1) {
            Trial.cannotJudge("to be judged once the order is sent once");
        }
        OneDown down = oneDown();
        List<String> failed = new ArrayList<>();
        if (!stores(down.atTheEnds())) {
            failed.add("first and last in KAFKA_BOOTSTRAP_SERVERS the program " + down.atTheEnds().run().ending());
        }
        // on this topic nothing can be stored: to ask a broker for it is all that is in the program's power
        if (down.inTheMiddle().awaitEndOr(FirstProducerCheck::hasAsked).traffic().produced().isEmpty()) {
            failed.add("in the middle it asked no broker to store anything");
        }
        if (!failed.isEmpty()) {
            Wrong wrong = Wrong.seen("broker " + down.broker() + " was stopped. With that broker "
                    + String.join("; ", failed) + "." + (failed.size() == 1 ? " At its other place it did no harm." : ""));
            throw failed.size() == 2
                    ? wrong.means("two of three brokers are enough to find the cluster and to store an order.")
                            .lookAt("what in your program needs all three brokers?")
                    : wrong.means("a client asks any living broker of its list for the addresses of all. With one address in "
                                    + "the list it is lost when that broker is.")
                            .lookAt("how many of the addresses reach bootstrap.servers?");
        }
        // an order that only the leader has confirmed can be read a moment later
        if (!Wait.holdsWithin(SETTLED, () -> !trial.evidence().records(guarded.name()).isEmpty())) {
            throw Wrong.seen("while broker " + down.broker() + " was down the program took its order for stored; the topic "
                            + guarded.name() + " holds none.")
                    .means("when a broker goes, another one becomes leader, and the producer finds it by itself; it has "
                            + "the order there only when that leader has confirmed it.")
                    .lookAt("when does your program know that the order is there?");
        }
    }

    @Fact(order = 4, value = "claims no success that not all in-sync replicas have confirmed")
    void noEmptyClaim() {
        theOrder();
        Attempt attempt = oneDown().inTheMiddle().awaitEndOr(FirstProducerCheck::wasRefused);
        // who was refused waited for all in-sync replicas; what the program makes of a refusal is the next fact
        if (wasRefused(attempt.traffic()) || !attempt.run().succeeded()) {
            return;
        }
        List<Produced> produced = attempt.traffic().produced();
        throw Wrong.seen("broker " + oneDown().broker() + " was down and the topic demanded three in-sync replicas, so "
                + "nothing could be confirmed. The program ended with code 0 all the same: "
                + (produced.isEmpty() ? "no broker had been asked to store the order by then."
                        : "its request to the broker said acks=" + produced.get(0).acks() + "."))
                .means("acks=1 is the word of the leader alone, and acks=0 no word at all: when that broker dies, so does "
                        + "the order. Only acks=all is answered when every in-sync replica has the record.")
                .lookAt("whose confirmation does your program wait for, and does it wait for one?");
    }

    @Fact(order = 5, value = "ends with an error and a code other than 0 when the order is refused, in good time")
    void refusedOrder() {
        theOrder();
        refused.awaitEnd();
        List<Produced> produced = refused.traffic().produced();
        String answer = refused.traffic().refusal()
                .map(error -> "the check gave this run a topic that takes no record, so the broker refused the order (" + error
                        + ")")
                .orElse("the broker would have refused the order");
        if (refused.run().exitCode().isEmpty() && produced.isEmpty()) {
            Trial.cannotJudge("the program asked no broker within " + LIMIT.toSeconds() + " s this time; judge it again");
        }
        if (refused.run().exitCode().isEmpty()) {
            throw Wrong.seen(answer + ", and the program " + refused.run().ending() + ".")
                    .means("some errors do not go away: a record that is too large is too large every time. The producer "
                            + "itself tries again where that can help.")
                    .lookAt("what does your program do after the answer of the brokers is an error?");
        }
        if (refused.run().succeeded()) {
            throw Wrong.seen(answer + ", and the program ended with code 0.")
                    .means("an error comes with the answer: as the exception of the Future, or as the second argument of "
                            + "the callback. What is thrown inside a callback the client logs and forgets. Whoever "
                            + "started the program sees the exit code alone.")
                    .lookAt("where does your program look at the answer, and how does it end when that is an error?");
        }
        List<String> usual = plain.run().errors().lines();
        if (refused.run().errors().lines().stream().allMatch(line -> line.isBlank() || usual.contains(line))) {
            throw Wrong.seen(answer + "; the program " + refused.run().ending()
                            + " and said nothing of it on standard error.")
                    .means("the exit code says that something failed; the person on call needs to read what.")
                    .lookAt("what does your program print, and on which stream, before it ends with an error?");
        }
    }

    @Fact(order = 6, value = "ends by itself, and with code 0 when the order is stored")
    void ends() {
        theOrder();
        plain.awaitEnd();
        if (plain.run().exitCode().isEmpty()) {
            throw Wrong.seen("the order was stored, and the program " + plain.run().ending() + ".")
                    .means("a JVM ends when main has returned and no thread of the program is left. A producer's own "
                            + "thread does not keep it alive; a loop, a lock or a pool of threads does.")
                    .lookAt("what is your program still doing after it has printed the offset?");
        }
        if (!plain.run().succeeded()) {
            throw Wrong.seen("the order was stored, and yet the program " + plain.run().ending() + ". It said: "
                            + Printed.by(plain.run()).quoted())
                    .means("a code other than 0 says that the order was not taken: whoever started the program sends it "
                            + "again, and it is there twice.")
                    .lookAt("what happens in your program after it has sent the order?");
        }
    }

    private static boolean hasAsked(Traffic traffic) {
        return !traffic.produced().isEmpty();
    }

    // whether the program ends after that is another fact
    private static boolean stores(Attempt attempt) {
        attempt.awaitEndOr(FirstProducerCheck::hasStored);
        return attempt.run().succeeded() || hasStored(attempt.traffic());
    }

    private static boolean wasRefused(Traffic traffic) {
        return traffic.refusal().isPresent();
    }

    private static boolean hasStored(Traffic traffic) {
        return traffic.produced().stream().anyMatch(Produced::taken);
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
    private List<Stored> arrived() {
        if (arrived == null) {
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
    private Set<String> elsewhere() {
        return plain.traffic().otherTopics(orders.name());
    }

    private Stored theOrder() {
        if (arrived().isEmpty()) {
            Trial.cannotJudge("to be judged once an order arrives");
        }
        return arrived().get(0);
    }

    private OneDown oneDown() {
        if (oneDown == null) {
            plain.awaitEnd();
            refused.awaitEnd();
            List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
            int broker = brokers.remove(trial.random().nextInt(brokers.size()));
            trial.stopBroker(broker);
            int one = brokers.get(0);
            int other = brokers.get(1);
            oneDown = new OneDown(broker, attempt(guarded).knowing(List.of(broker, one, broker)).start(),
                    attempt(strict).knowing(List.of(one, broker, other)).start());
        }
        return oneDown;
    }

    private Wrong nothingArrived() {
        if (!elsewhere().isEmpty()) {
            return Surroundings.otherTopic("the topic " + orders.name() + " is empty: the program asked the brokers for the topic "
                    + String.join(", ", elsewhere()) + ".");
        }
        if (plain.run().succeeded()) {
            return Wrong.seen("the topic " + orders.name() + " is empty, and the program ended with code 0" + said())
                    .means("send() puts a record into a buffer in the program; a thread in the background takes it to the "
                            + "broker a little later. A program that ends before that takes the buffer with it.")
                    .lookAt("is send() called, and what in your program waits for the answer of the brokers?");
        }
        if (!plain.traffic().hasConnected()) {
            return Wrong.seen("the topic " + orders.name() + " is empty: the program connected to none of the brokers of "
                            + "KAFKA_BOOTSTRAP_SERVERS, and " + plain.run().ending() + said())
                    .means(plain.run().exitCode().isPresent() ? "the program ended before it connected to a broker."
                            : Surroundings.ADDRESSES)
                    .lookAt(plain.run().exitCode().isPresent()
                            ? "what does the message on standard error say, and which line of your file does it name?"
                            : "does the program get as far as making a producer, and with which addresses?");
        }
        return Wrong.seen("the topic " + orders.name() + " is empty; the program " + plain.run().ending() + said())
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("what does the message on standard error speak of?");
    }

    private String said() {
        return Printed.by(plain.run()).said();
    }

    private static String places(List<Stored> records) {
        String first = records.stream().limit(3).map(Stored::place).collect(Collectors.joining(", "));
        return records.size() <= 3 ? first : first + " and " + (records.size() - 3) + " more";
    }
}

package checks;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Batch;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;

/**
 * Lesson 02. The program runs three times side by side: with thousands of orders, some of which a broker refuses once as when a
 * partition changes its leader; for a topic that refuses every record; and for brokers that do not answer what is to be written.
 */
@Check
class BatchingCheck {

    private static final int PARTITIONS = 2;
    private static final int PER_BATCH = 100;
    private static final int USERS = 7;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int GIVE_UP_AFTER_MS = 2_000;
    // from the first request on, so that a slow start of a JVM does not count
    private static final Duration TO_GIVE_UP = Duration.ofSeconds(8);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Pattern ORDER_ID = Pattern.compile("\"order_id\"\\s*:\\s*\"?(\\d{1,9})\\b");
    private static final String TIMES = "a record's time has to hold its wait for company and at least one request: "
            + "delivery.timeout.ms must be at least linger.ms + request.timeout.ms, and the latter is 30 s by default.";
    private static final String REFUSED = "The check had a broker refuse one batch by an error that passes "
            + "(NOT_LEADER_OR_FOLLOWER), as when a partition changes its leader.";
    private static final String CONFIRMED = "confirmed";
    private static final String FAILED = "failed";

    private final Trial trial;
    private final NewTopic topic;
    private final int orders;
    private final int few;
    private final Attempt unanswered;
    private final Attempt refused;
    private final Attempt plain;
    private final long firstAsked;
    private List<Stored> arrived;
    private List<Batch> batches;

    BatchingCheck(Trial trial) {
        this.trial = trial;
        // so many that batches of 64 KiB, and larger ones, follow each other on each partition
        orders = 15_000 + trial.random().nextInt(5_000);
        few = 120 + trial.random().nextInt(80);
        topic = trial.topic("orders", PARTITIONS);
        NewTopic refusing = trial.topic("refusing", PARTITIONS, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10");
        NewTopic silent = trial.topic("silent", PARTITIONS);
        trial.create(topic, refusing, silent);
        unanswered = attempt(silent, few, GIVE_UP_AFTER_MS).disturbed(Disturbance.WRITES_UNANSWERED).start();
        plain = attempt(topic, orders, 20_000).disturbed(Disturbance.WRITES_REFUSED_ONCE).start();
        refused = attempt(refusing, few, 20_000).start();
        unanswered.awaitEndOr(traffic -> traffic.writes() > 0);
        firstAsked = System.nanoTime();
    }

    @Fact(order = 1, value = "puts every order on the topic, once")
    void everyOrder() {
        if (arrived().isEmpty()) {
            throw nothingArrived();
        }
        if (plain.run().exitCode().isEmpty() && average() < PER_BATCH) {
            Trial.cannotJudge("to be judged once the orders go in batches");
        }
        Map<Integer, Stored> byNumber = new HashMap<>();
        for (Stored record : arrived()) {
            int n = number(record);
            order(n).judge(record);
            if (!order(n).user().equals(record.keyText())) {
                throw Wrong.seen("order " + n + " at " + record.place() + " has the key " + record.keyText() + ", not "
                                + order(n).user() + ".")
                        .means("the key decides on the partition, and only within a partition do orders stay in order.")
                        .lookAt("what do you give to the constructor of ProducerRecord, and in which place?");
            }
            Stored before = byNumber.put(n, record);
            if (before != null) {
                throw Wrong.seen("order " + n + " is there more than once: " + before.place() + ", " + record.place() + ". "
                                + arrived().size() + " records are there for " + orders + " orders.")
                        .means("each call of send() is a record more; Kafka does not know that two are the same order. What can "
                                + "be tried again the producer tries again by itself, without writing it twice.")
                        .lookAt("can your program reach send() twice for one order?");
            }
        }
        if (byNumber.size() < orders) {
            throw missing(byNumber);
        }
    }

    @Fact(order = 2, value = "keeps the orders of each user in order, though a broker refuses some for a moment")
    void inOrder() {
        needOrders();
        Map<String, Stored> last = new HashMap<>();
        for (Stored record : arrived()) {
            Stored before = last.put(String.valueOf(record.keyText()), record);
            if (before == null || number(before) <= number(record)) {
                continue;
            }
            Wrong wrong = Wrong.seen("of " + record.keyText() + ", order " + number(before) + " lies at " + before.place()
                    + " and the earlier order " + number(record) + " at " + record.place() + ".");
            if (before.partition() != record.partition()) {
                throw wrong.means("Kafka keeps the order within a partition alone; the key keeps a user on one.")
                        .lookAt("what decides in your program on the partition?");
            }
            throw idempotent()
                    ? wrong.means("the batches of an idempotent producer lie in the order in which it got the records: this one "
                                    + "got them in another order, or there was more than one.")
                            .lookAt("which threads of your program call send(), and on how many producers?")
                    : wrong.means("several requests are on their way at a time. " + REFUSED + " The next batch was taken, and "
                                    + "then this one was sent again. A producer that is not idempotent does not number its "
                                    + "batches, and the broker takes them as they come.")
                            .lookAt("which of your settings takes idempotence from the producer?");
        }
    }

    @Fact(order = 3, value = "sends batches of at least " + PER_BATCH + " orders on average")
    void inBatches() {
        needOrders();
        if (average() >= PER_BATCH) {
            return;
        }
        Wrong wrong = Wrong.seen(arrived().size() + " orders lie in " + batches.size() + " batches: " + (average() < 10
                ? String.format("%.1f", average()) : Math.round(Math.floor(average()))) + " in each, on average.");
        if (batches.stream().mapToLong(Batch::producerId).filter(id -> id >= 0).distinct().count() > batches.size() / 2) {
            throw wrong.means("a batch belongs to one producer, and nearly each of these came from a producer of its own. Each "
                            + "connects anew and is told anew where the partitions are.")
                    .lookAt("how many producers does your program make?");
        }
        if (average() < 2) {
            throw wrong.means("a batch grows while you go on sending. Who waits for each order's answer, by get() or by "
                            + "flush(), sends it alone, and pays a round trip to three brokers for each.")
                    .lookAt("what does your program wait for before it sends the next order?");
        }
        throw wrong.means("a batch leaves when it has batch.size bytes, or when its first record has waited linger.ms. By "
                        + "default that is 16384 bytes or 5 ms, whichever comes first; flush() sends it at once.")
                .lookAt("how long may a record wait for company, and how large may a batch be?");
    }

    @Fact(order = 4, value = "compresses its batches")
    void compressed() {
        needOrders();
        List<Batch> plainText = batches.stream().filter(batch -> batch.codec().equals("none")).toList();
        if (!plainText.isEmpty()) {
            Batch first = plainText.get(0);
            throw Wrong.seen(plainText.size() + " of " + batches.size() + " batches are not compressed: the one at "
                            + first.partition() + "@" + first.baseOffset() + " takes " + first.bytes() + " bytes for "
                            + first.records() + " orders.")
                    .means("the producer compresses a batch as a whole, if it is told to. Brokers store and copy it as it "
                            + "came, and orders resemble each other.")
                    .lookAt("which codec does your producer use?");
        }
    }

    @Fact(order = 5, value = "prints true counts when every order is taken, and ends with code 0")
    void countsOfSuccess() {
        needOrders();
        if (arrived().size() != orders || arrived().stream().mapToInt(this::number).distinct().count() != orders) {
            Trial.cannotJudge("to be judged once every order is there, once");
        }
        plain.awaitEnd();
        judgeCounts(plain, "the topic has all " + orders + " orders", orders, 0);
    }

    @Fact(order = 6, value = "prints true counts when no order is taken, and ends with another code than 0")
    void countsOfFailure() {
        needOrders();
        refused.awaitEnd();
        if (refused.run().exitCode().isEmpty() && refused.traffic().produced().isEmpty()) {
            Trial.cannotJudge("the program asked no broker within " + LIMIT.toSeconds() + " s this time; judge it again");
        }
        judgeCounts(refused, "the check gave this run " + few + " orders and a topic that takes none"
                + (refusals(refused).isEmpty() ? "" : " (" + refusals(refused) + ")"), 0, few);
    }

    @Fact(order = 7, value = "gives up on an order in time when the brokers do not answer")
    void givesUp() {
        needOrders();
        Duration left = TO_GIVE_UP.minusNanos(System.nanoTime() - firstAsked);
        boolean ended = unanswered.run().hasEnded()
                || left.toMillis() > 100 && Wait.holdsWithin(left, unanswered.run()::hasEnded);
        if (unanswered.traffic().writes() == 0 && unanswered.run().exitCode().isEmpty()) {
            Trial.cannotJudge("the program asked no broker to store anything this time; judge it again");
        }
        String seen = "no broker answered what this run of " + few + " orders asked to store, and GIVE_UP_AFTER_MS was "
                + GIVE_UP_AFTER_MS;
        if (!ended) {
            throw Wrong.seen(seen + ". " + TO_GIVE_UP.toSeconds() + " s after its first request the program was still running.")
                    .means("the producer tries again by itself until a record's time is over, counted from send(): "
                            + "delivery.timeout.ms, two minutes by default. A single request has request.timeout.ms.")
                    .lookAt("where in your program does GIVE_UP_AFTER_MS take effect?");
        }
        // on a slow machine the time may be over before the first request: then the counts are true all the same
        if (unanswered.traffic().writes() == 0 && !says(unanswered, FAILED, few)) {
            throw Wrong.seen(seen + ". The program asked for nothing to be stored, and " + unanswered.run().ending()
                            + said(unanswered))
                    .means(timesDoNotFit(unanswered) ? TIMES : "the variable sets how long a record may stay unconfirmed, "
                            + "whatever its value.")
                    .lookAt("which of your time-outs stay as they are when GIVE_UP_AFTER_MS gets smaller?");
        }
        judgeCounts(unanswered, seen, 0, few);
    }

    private void judgeCounts(Attempt attempt, String seen, int confirmed, int failed) {
        if (attempt.run().exitCode().isEmpty()) {
            throw Wrong.seen(seen + ", and the program " + attempt.run().ending() + said(attempt))
                    .means("each order comes to its end: confirmed or failed. Who counts one of the two alone waits for ever for "
                            + "the other.")
                    .lookAt("what is your program still waiting for?");
        }
        boolean confirmedIsTrue = says(attempt, CONFIRMED, confirmed);
        if (!confirmedIsTrue || !says(attempt, FAILED, failed)) {
            Wrong wrong = Wrong.seen(seen + ". True is confirmed " + confirmed + ", failed " + failed + "; the output does not "
                    + "say " + (confirmedIsTrue ? "the second" : "the first") + ". It was: " + Printed.by(attempt.run()).quoted());
            if (attempt.traffic().produced().stream().anyMatch(produced -> produced.acks() == 0)) {
                throw wrong.means("a producer with acks=0 gets no answer: it takes a record for confirmed once it has sent it.")
                        .lookAt("whose confirmation does your producer wait for?");
            }
            throw confirmed == 0 && says(attempt, CONFIRMED, failed)
                    ? wrong.means("that send() comes back says only that the record is in the buffer. The answer of the brokers "
                                    + "comes later, to the callback or through the Future: with an error, or without.")
                            .lookAt("where does your program count an order as confirmed, and what does it know of it there?")
                    : wrong.means("the answers come while and after you send: the counts are whole only when every order has "
                                    + "had its answer. An error is an answer too, for one order: the others have theirs.")
                            .lookAt("when does your program print its counts, and what does it do with an error?");
        }
        if (attempt.run().succeeded() != (failed == 0)) {
            throw Wrong.seen(seen + ", and the program " + attempt.run().ending() + ".")
                    .means("whoever started the program learns from the code alone whether there is something left to do: 0 "
                            + "when every order was confirmed, 1 when one was not.")
                    .lookAt("what does the exit code of your program depend on?");
        }
    }

    private static boolean says(Attempt attempt, String word, long number) {
        return Printed.by(attempt.run()).counts(word, number, List.of(CONFIRMED, FAILED));
    }

    private Attempt attempt(NewTopic where, int howMany, int giveUpAfter) {
        return trial.attempt().with("TOPIC", where.name()).with("ORDERS", String.valueOf(howMany))
                .with("GIVE_UP_AFTER_MS", String.valueOf(giveUpAfter)).where(program -> program.atMost(LIMIT));
    }

    /** Returns what the program put on the topic; it has ended, or its time was up, or it is on a wrong track. */
    private List<Stored> arrived() {
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

    // so many small ones that nobody needs to wait for the rest
    private boolean wastes(Traffic traffic) {
        return traffic.produced().stream().filter(produced -> !produced.refused()).count() > orders / (PER_BATCH / 2);
    }

    private double average() {
        return batches.isEmpty() ? 0 : batches.stream().mapToInt(Batch::records).sum() / (double) batches.size();
    }

    private boolean idempotent() {
        return batches.stream().allMatch(batch -> batch.producerId() >= 0);
    }

    private void needOrders() {
        if (arrived().isEmpty()) {
            Trial.cannotJudge("to be judged once orders arrive");
        }
    }

    /** Returns the topics that the program has asked for in place of its own. */
    private Set<String> elsewhere() {
        Set<String> topics = new TreeSet<>(plain.traffic().unknownTopics());
        plain.traffic().produced().stream().map(Produced::topic).forEach(topics::add);
        // a broker may not have heard of a new topic yet
        topics.remove(topic.name());
        return topics;
    }

    private int number(Stored record) {
        Matcher id = ORDER_ID.matcher(String.valueOf(record.valueText()));
        int n = id.find() ? Integer.parseInt(id.group(1)) : 0;
        return n <= orders ? n : 0;
    }

    // as the script makes it
    private static ShopOrder order(int n) {
        return new ShopOrder(String.valueOf(n), "user-" + (n % USERS + 1), new BigDecimal((n % 90 + 10) + ".99"));
    }

    private static String refusals(Attempt attempt) {
        return attempt.traffic().produced().stream().filter(Produced::refused).map(Produced::error).findFirst().orElse("");
    }

    private static String said(Attempt attempt) {
        String quoted = Printed.by(attempt.run()).quoted();
        return quoted.equals("nothing") ? "." : ", having said: " + quoted;
    }

    private static boolean timesDoNotFit(Attempt attempt) {
        return Printed.by(attempt.run()).has("delivery.timeout.ms should be");
    }

    private Wrong missing(Map<Integer, Stored> there) {
        List<Integer> gone = IntStream.rangeClosed(1, orders).filter(n -> !there.containsKey(n)).boxed().toList();
        Wrong wrong = Wrong.seen("missing: " + gone.size() + " of " + orders + " orders, order " + gone.get(0)
                + " first; the program " + plain.run().ending() + said(plain));
        int last = IntStream.iterate(gone.get(0), n -> n <= orders, n -> n + USERS).filter(there::containsKey).max().orElse(0);
        if (last > 0 && !idempotent()) {
            throw wrong.means(REFUSED + " A later order of the same user is there, " + last + " at " + there.get(last).place()
                            + ". A producer that may try again sends such a batch once more.")
                    .lookAt("how often may your producer try again, and for how long?");
        }
        throw plain.run().exitCode().isEmpty()
                ? wrong.means("what is not sent within the time is not there: so many orders, in large batches, take a second.")
                        .lookAt("what is your program doing while it does not send?")
                : wrong.means("send() puts a record into a buffer in the program, and a thread in the background takes it to "
                                + "the broker. A program that ends before that takes the buffer with it.")
                        .lookAt("is send() called for each order from 1 to " + orders + ", and what waits until the last one has "
                                + "had its answer?");
    }

    private Wrong nothingArrived() {
        String empty = "the topic " + topic.name() + " is empty";
        if (!elsewhere().isEmpty()) {
            return Wrong.seen(empty + ": the program asked the brokers for the topic " + String.join(", ", elsewhere()) + ".")
                    .means("a service is told its topic by its surroundings; here the variable TOPIC names it.")
                    .lookAt("where does the name of the topic come from?");
        }
        if (timesDoNotFit(plain)) {
            return Wrong.seen(empty + ": the producer could not be made" + said(plain)).means(TIMES)
                    .lookAt("which of the three does your program set, and what are the others then?");
        }
        if (plain.run().succeeded()) {
            return Wrong.seen(empty + ", and the program ended with code 0" + said(plain))
                    .means("send() puts a record into a buffer in the program; a thread in the background takes it to the "
                            + "broker a little later. A program that ends before that takes the buffer with it.")
                    .lookAt("is send() called for each order, and what waits for the answers of the brokers?");
        }
        return Wrong.seen(empty + "; the program " + plain.run().ending() + said(plain))
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("what does the message on standard error speak of, and which line of your file does it name?");
    }
}

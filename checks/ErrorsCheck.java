package checks;

import checks.errors.DeadEnd;
import checks.errors.DeadLetters;
import checks.errors.Desk;
import checks.errors.OneDown;
import checks.errors.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Books;
import workshop.check.Books.Fate;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Poison;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;

/**
 * Lesson 09. The program runs five times side by side: on good orders alone; on good and bad ones; and three times where what it
 * has to write is not stored. When these are judged a broker is stopped, more orders come for the first run, and the broker is
 * brought back.
 */
@Check
class ErrorsCheck {

    private static final int PARTITIONS = 3;
    // so long that no run gives up that only has to wait for a while
    private static final int LONG = 120_000;
    private static final Duration TO_COMMIT = Duration.ofSeconds(6);
    private static final Duration TO_STOP = Duration.ofSeconds(20);
    // the default partitioner is no matter here: the check writes to each partition itself
    private static final int GOOD_EACH = 5;
    private static final int BAD_OF_A_KIND = 2;

    private final Trial trial;
    private final Desk plain;
    private final Desk mixed;
    private final List<DeadEnd> deadEnds;
    private Books good;
    private Books sorted;

    ErrorsCheck(Trial trial) {
        this.trial = trial;
        // a missing replica is enough to keep invoices from being stored
        NewTopic guarded = trial.topic("invoices", PARTITIONS, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3");
        NewTopic limited = trial.topic("invoices", PARTITIONS, Poison.INVOICE_LIMIT.toArray(String[]::new));
        NewTopic usual = trial.topic("invoices", 1);
        NewTopic nowhere = trial.topic("nowhere", 1);
        NewTopic refusing = trial.topic("refusing", 1, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10");
        NewTopic[] orders = {trial.topic("orders", PARTITIONS), trial.topic("mixed", PARTITIONS), trial.topic("few", 1),
            trial.topic("few", 1), trial.topic("few", 1)};
        NewTopic[] letters = {trial.topic("dead", 1), trial.topic("dead", 1), trial.topic("dead", 1)};
        trial.create(Stream.of(Stream.of(guarded, limited, usual, refusing), Stream.of(orders), Stream.of(letters))
                .flatMap(topics -> topics).toArray(NewTopic[]::new));
        plain = new Desk(trial, orders[0], guarded, letters[0], LONG);
        mixed = new Desk(trial, orders[1], limited, letters[1], LONG);
        Desk unanswered = new Desk(trial, orders[2], usual, letters[2], DeadEnd.GIVE_UP_AFTER_MS);
        Desk homeless = new Desk(trial, orders[3], nowhere, letters[2], DeadEnd.GIVE_UP_AFTER_MS);
        Desk refused = new Desk(trial, orders[4], usual, refusing, DeadEnd.GIVE_UP_AFTER_MS);
        unanswered.attempt().disturbed(Disturbance.WRITES_UNANSWERED);
        List.of(plain, unanswered, homeless).forEach(desk -> desk.writeGood(GOOD_EACH));
        refused.write(0, List.of(Poison.NOT_JSON));
        refused.writeGood(GOOD_EACH);
        writeMixed();
        plain.attempt().start();
        mixed.attempt().start();
        deadEnds = List.of(
                new DeadEnd(unanswered, "no broker answered what this run had to write, so that no invoice was confirmed.",
                        traffic -> traffic.writes() > 0,
                        "the producer tries again by itself until a record's time is over: delivery.timeout.ms, two minutes by "
                                + "default.", "where in your program does GIVE_UP_AFTER_MS take effect?"),
                new DeadEnd(homeless, "there is no topic of the name that INVOICES gave to this run, so that no invoice was stored.",
                        traffic -> traffic.unknownTopics().contains(homeless.invoices()),
                        "send() itself waits for news of the topic, at most max.block.ms, a minute by default, and each call anew.",
                        "which of the times that a producer waits are bound by GIVE_UP_AFTER_MS?"),
                new DeadEnd(refused, "the dead-letter topic of this run takes no record, so that the dead letter for "
                        + refused.orders() + "-0@0 was not stored.", ErrorsCheck::wasRefused,
                        "what is refused for good is refused each time.",
                        "what does your program do when a dead letter cannot be stored?"));
    }

    private static boolean wasRefused(Traffic traffic) {
        return traffic.produced().stream().anyMatch(Produced::refused);
    }

    // each partition has good orders, some of them behind the last bad one
    private void writeMixed() {
        List<Poison> bad = new ArrayList<>(Poison.each(BAD_OF_A_KIND).toList());
        Collections.shuffle(bad, trial.random());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Poison> kinds = new ArrayList<>(Collections.nCopies(GOOD_EACH, (Poison) null));
            for (int n = partition; n < bad.size(); n += PARTITIONS) {
                kinds.add(trial.random().nextInt(kinds.size()), bad.get(n));
            }
            mixed.write(partition, kinds);
        }
    }

    @Fact(order = 1, value = "writes an invoice for every good order, once, keyed by its user")
    void invoices() {
        good = plain.await(books -> books.missing().isEmpty());
        deadEnds.forEach(DeadEnd::isThere);
        if (!good.missing().isEmpty()) {
            throw notBilled();
        }
        good.strayInvoices().stream().findFirst().ifPresent(invoice -> {
            throw Wrong.seen("the record at " + invoice.place() + " names no order of " + plain.orders() + ".")
                    .means("whoever reads invoices finds the order by its order_id.")
                    .lookAt("what does your program write to INVOICES besides invoices?");
        });
        for (Fate fate : good.good()) {
            Stored invoice = fate.invoices().get(0);
            if (fate.invoices().size() > 1) {
                throw Wrong.seen("the order at " + fate.order().place() + " was billed " + fate.invoices().size()
                                + " times: " + invoice.place() + ", " + fate.invoices().get(1).place() + ", …")
                        .means("each call of send() is a record more; Kafka does not know that two are the same invoice.")
                        .lookAt("how often does an order reach send()?");
            }
            if (!fate.order().keyText().equals(invoice.keyText())) {
                throw Wrong.seen("the invoice at " + invoice.place() + " is for an order of " + fate.order().keyText()
                                + ", and its key is " + invoice.keyText() + ".")
                        .means("the key decides on the partition: only with the user as the key do a user's invoices stay in order.")
                        .lookAt("what do you give to the constructor of ProducerRecord as the key?");
            }
        }
    }

    @Fact(order = 2, value = "goes on behind an order that it cannot read or bill")
    void goesOn() {
        needInvoices();
        sorted = mixed.await(books -> books.missing().isEmpty() || !books.repeated().isEmpty());
        new Progress(mixed, sorted).judge();
    }

    @Fact(order = 3, value = "puts each of these on the dead-letter topic, once, and no good order")
    void deadLetters() {
        needProgress();
        new DeadLetters(mixed, sorted).judgeWhich();
    }

    @Fact(order = 4, value = "leaves key and value of a dead letter as they were, byte for byte")
    void bytes() {
        needInvoices();
        new DeadLetters(mixed, sorted).judgeBytes();
    }

    @Fact(order = 5, value = "says in headers where a dead letter comes from, and why it is one")
    void headers() {
        needInvoices();
        new DeadLetters(mixed, sorted).judgeHeaders();
    }

    @Fact(order = 6, value = "has committed all that is done when it ends on SIGTERM")
    void committed() {
        needProgress();
        // what breaks into a commit would be no fault of the program
        Wait.holdsWithin(TO_COMMIT, () -> uncommitted().isEmpty());
        mixed.attempt().run().terminate();
        if (!Wait.holdsWithin(TO_STOP, mixed.attempt().run()::hasEnded)) {
            throw Wrong.seen("the program still ran " + TO_STOP.toSeconds() + " s after SIGTERM.")
                    .means("SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned.")
                    .lookAt("what does your program wait for when it is told to stop?");
        }
        uncommitted().stream().findFirst().ifPresent(partition -> {
            Long committed = mixed.committed().get(partition);
            throw Wrong.seen("each order has its invoice or its dead letter. The program was told to stop, by SIGTERM, and "
                            + mixed.attempt().run().ending() + "; of " + partition + ", which ends at "
                            + trial.evidence().ends(mixed.orders()).get(partition) + ", its group has committed "
                            + (committed == null ? "nothing." : committed + "."))
                    .means("the program that is started next begins at the last commit. What is done and not committed is billed "
                            + "again.")
                    .lookAt("when does your program commit, and does that cover a dead letter, too?");
        });
    }

    /** Returns the partitions of which not all is committed. */
    private List<TopicPartition> uncommitted() {
        Map<TopicPartition, Long> committed = mixed.committed();
        return trial.evidence().ends(mixed.orders()).entrySet().stream()
                .filter(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue()).map(Map.Entry::getKey).toList();
    }

    @Fact(order = 7, value = "commits no order before its invoice or its dead letter is confirmed")
    void confirmed() {
        needInvoices();
        Stream.of(plain, mixed).flatMap(desk -> desk.traffic().produced().stream()).filter(produced -> produced.acks() != -1)
                .findFirst().ifPresent(produced -> {
                    throw Wrong.seen("the program asked for " + produced.topic() + "-" + produced.partition() + " to be written "
                                    + "with acks=" + produced.acks() + ".")
                            .means("acks=1 is the word of the leader alone, and acks=0 no word at all: when that broker dies, "
                                    + "the invoice is gone, and the commit says that the order is done.")
                            .lookAt("whose confirmation does your producer wait for?");
                });
        deadEnds.forEach(DeadEnd::judgeCommits);
    }

    @Fact(order = 8, value = "gives up in time where nothing can be stored, with a reason and a code other than 0")
    void givesUp() {
        needInvoices();
        deadEnds.forEach(deadEnd -> deadEnd.judgeEnd(plain.attempt().run().errors().lines()));
    }

    @Fact(order = 9, value = "loses no order while a broker goes down and comes back, and gives none up")
    void oneBrokerDown() {
        needInvoices();
        OneDown.judge(trial, plain);
    }

    private void needInvoices() {
        if (good == null || !good.missing().isEmpty()) {
            Trial.cannotJudge("to be judged once good orders are billed");
        }
    }

    private void needProgress() {
        needInvoices();
        if (sorted.good().stream().anyMatch(fate -> !fate.isDone())) {
            Trial.cannotJudge("to be judged once the good orders behind bad ones are billed");
        }
    }

    private Wrong notBilled() {
        Fate first = good.missing().get(0);
        String seen = "the topic " + plain.orders() + " has " + good.fates().size() + " good orders, and " + good.missing().size()
                + " of them got no invoice, the first at " + first.order().place();
        if (!plain.elsewhere().isEmpty()) {
            return Wrong.seen(seen + ": the program asked the brokers for " + String.join(", ", plain.elsewhere()) + ".")
                    .means("a service is told its topics by its surroundings; here TOPIC, INVOICES and DLQ name them.")
                    .lookAt("where do the names of the topics come from?");
        }
        if (plain.traffic().largestFetch() == 0) {
            return Wrong.seen(seen + ". The program asked no broker of KAFKA_BOOTSTRAP_SERVERS for orders, and " + plain.state())
                    .means("a consumer reads when it has subscribed to a topic, and poll() is called again and again.")
                    .lookAt("does your program come to poll(), and what does its last message name?");
        }
        if (plain.traffic().writes() == 0) {
            return Wrong.seen(seen + ". The program read orders and asked no broker to store anything. It " + plain.state())
                    .means("an invoice is a record on the topic that INVOICES names, with the user as its key.")
                    .lookAt("what becomes of an order that your program has read?");
        }
        return Wrong.seen(seen + ". The program " + plain.state())
                .means("what the brokers have not confirmed is not on the topic.")
                .lookAt("does each record of each poll() get as far as send(), and what says the answer?");
    }
}

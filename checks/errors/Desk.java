package checks.errors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Books;
import workshop.check.Headway;
import workshop.check.Poison;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Commit;
import workshop.evidence.wire.Produced;
import workshop.evidence.wire.Traffic;
import workshop.program.ProgramRun;

/** The program at work on a topic of orders, with topics for invoices and for dead letters, and a group, of its own. */
public final class Desk {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final long BETWEEN_LOOKS = Duration.ofMillis(200).toNanos();
    private static final int USERS = 9;

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic invoices;
    private final NewTopic deadLetters;
    private final int giveUpAfterMs;
    private final String group;
    private final Attempt attempt;
    private Books books;
    private long lookedAt;
    private int answers;

    /** Prepares a run. */
    public Desk(Trial trial, NewTopic orders, NewTopic invoices, NewTopic deadLetters, int giveUpAfterMs) {
        this.trial = trial;
        this.orders = orders;
        this.invoices = invoices;
        this.deadLetters = deadLetters;
        this.giveUpAfterMs = giveUpAfterMs;
        this.group = trial.group("billing");
        this.attempt = trial.attempt().with("TOPIC", orders.name()).with("INVOICES", invoices.name())
                .with("DLQ", deadLetters.name()).with("GROUP_ID", group)
                .with("GIVE_UP_AFTER_MS", String.valueOf(giveUpAfterMs)).where(program -> program.atMost(LIMIT));
    }

    /** Returns the program's run. */
    public Attempt attempt() {
        return attempt;
    }

    /** Returns what it asked of the brokers so far. */
    public Traffic traffic() {
        return attempt.traffic();
    }

    /** Returns its topics, to be made before it starts. */
    public Stream<NewTopic> topics() {
        return Stream.of(orders, invoices, deadLetters);
    }

    /** Returns the name of its topic of orders. */
    public String orders() {
        return orders.name();
    }

    /** Returns the name of its topic for invoices. */
    public String invoices() {
        return invoices.name();
    }

    /** Returns the name of its topic for dead letters. */
    public String deadLetters() {
        return deadLetters.name();
    }

    /** Returns how long a record of it may stay unconfirmed. */
    public int giveUpAfterMs() {
        return giveUpAfterMs;
    }

    /** Returns the name of its group. */
    public String group() {
        return group;
    }

    /**
     * Writes orders to one of its partitions, in this order.
     *
     * @param kinds what is wrong with each, null for one that can be billed
     */
    public void write(int partition, List<Poison> kinds) {
        // records without a key come along, too; and the key of an order need not be its user
        List<Integer> without = List.of(kinds.indexOf(Poison.NOT_TEXT), kinds.indexOf(Poison.NOT_JSON));
        int otherwise = IntStream.range(0, kinds.size()).filter(n -> kinds.get(n) == null).findFirst().orElse(-1);
        trial.write(IntStream.range(0, kinds.size()).mapToObj(n -> {
            Poison poison = kinds.get(n);
            ShopOrder order = poison == null ? ShopOrder.random(number(), USERS, trial.random())
                    : poison.order(number(), USERS, trial.random());
            byte[] value = poison == null ? order.on(orders.name()).value() : poison.spoil(order, trial.random());
            String key = without.contains(n) ? null : n == otherwise ? order.orderId() : order.user();
            return new ProducerRecord<>(orders.name(), partition, key, value);
        }).toList());
    }

    /** Writes so many orders that can be billed to each of its partitions. */
    public void writeGood(int each) {
        IntStream.range(0, orders.numPartitions()).forEach(partition -> write(partition,
                Stream.generate(() -> (Poison) null).limit(each).toList()));
    }

    // nine digits: no two orders of a trial have one number, or hardly ever
    private String number() {
        return String.valueOf(100_000_000 + trial.random().nextInt(900_000_000));
    }

    /**
     * Waits until the books are as the check waits for, or there is nothing to be waited for any more, or three minutes are
     * over, and returns them.
     */
    public Books await(Predicate<Books> wished) {
        Headway headway = new Headway(attempt, orders.numPartitions());
        look();
        attempt.await(PATIENCE, () -> {
            boolean over = headway.isOver();
            if (over || traffic().produced().size() != answers || System.nanoTime() - lookedAt > BETWEEN_LOOKS) {
                look();
            }
            return over || wished.test(books);
        });
        return books;
    }

    /** Reads what lies on its topics now. */
    private void look() {
        answers = traffic().produced().size();
        books = Books.read(trial.evidence(), orders.name(), invoices.name(), deadLetters.name());
        lookedAt = System.nanoTime();
    }

    /** Returns what the brokers answered to what it wrote to a topic. */
    public Stream<Produced> answers(String topic) {
        return traffic().produced().stream().filter(produced -> produced.topic().equals(topic));
    }

    /** Returns every commit that its group has made, in the order in which it made them. */
    public Stream<Commit> commits() {
        return trial.evidence().group(group).commits().stream();
    }

    /** Returns how far its group has committed each partition. */
    public Map<TopicPartition, Long> committed() {
        return trial.evidence().group(group).committed();
    }

    /** Returns the topics that it has asked for and that are not there, but for those that it was told. */
    public Set<String> elsewhere() {
        return traffic().unknownTopics(orders.name(), invoices.name(), deadLetters.name());
    }

    /** Returns how it is, or was when the check ended it, in words that continue a sentence about the program. */
    public String state() {
        boolean byTheCheck = attempt.run().stopped().equals(Optional.of(ProgramRun.Stopped.BY_THE_CHECK));
        return (attempt.run().hasEnded() && !byTheCheck ? attempt.run().ending() : "was still running")
                + Printed.by(attempt.run()).said();
    }
}

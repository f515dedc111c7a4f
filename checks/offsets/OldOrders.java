package checks.offsets;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Stored;

/**
 * The topic that lesson 07 reads from many places: each of its partitions has a difficulty of its own. Its orders are two
 * days old.
 */
public final class OldOrders {

    /** The partitions; which number each of them has is different from run to run. */
    public enum Part {
        /** Begins at 0, holds the offset, an order of exactly the time, and older ones that come after that. */
        WHOLE,
        /** Begins at the offset, holds the time, and ends with the marker of a transaction in place of a record. */
        MARKED,
        /** Begins behind the offset, as its oldest orders were deleted; what it has left is later than the time. */
        TRIMMED,
        /** Ends before the offset; all of it is earlier than the time. */
        SHORT,
        /** Had orders, which were all deleted, and ends at the offset. */
        EMPTIED,
        /** Has had none. */
        UNTOUCHED
    }

    private static final Duration AGE = Duration.ofDays(2);
    private static final int IN_TRANSACTION = 3;
    // of the order that has exactly the time: so many places behind it the first older one comes
    private static final int OLDER_AFTER = 2;

    private final Trial trial;
    private final NewTopic topic;
    private final Map<Part, TopicPartition> partitions = new EnumMap<>(Part.class);
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Instant time;
    private final long offset;
    private final List<Stored> held;
    private int orderId;

    /** Names the topic, makes it together with others, and fills it. */
    public OldOrders(Trial trial, NewTopic... others) {
        this.trial = trial;
        List<Part> shuffled = new ArrayList<>(List.of(Part.values()));
        Collections.shuffle(shuffled, trial.random());
        // each program that says where partitions begin prints a 0: it is to name none that is left out
        Collections.swap(shuffled, 0, shuffled.indexOf(trial.random().nextBoolean() ? Part.WHOLE : Part.MARKED));
        topic = trial.topic("orders", shuffled.size(), partition -> replicas(shuffled.get(partition)))
                .configs(Map.of(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(AGE.dividedBy(2).toMillis())));
        NewTopic[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = topic;
        trial.create(all);
        shuffled.forEach(part -> partitions.put(part, new TopicPartition(topic.name(), shuffled.indexOf(part))));
        orderId = ShopOrder.firstId(trial.random());
        time = Instant.now().minus(AGE).truncatedTo(ChronoUnit.SECONDS);
        // beyond the bookmarks, and not next to one: where a run began says why
        offset = between(22, 30);
        fill();
        held = trial.evidence().records(topic.name());
    }

    /** Returns where the replicas of a partition are; {@link Part#WHOLE} and {@link Part#MARKED} come in the same answers. */
    private List<Integer> replicas(Part part) {
        return trial.replicas(part == Part.MARKED ? Part.WHOLE.ordinal() : part.ordinal());
    }

    private void fill() {
        int exact = between(25, 35);
        int between = between(33, 38);
        int deleted = between(32, 45);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        add(records, Part.WHOLE, between(45, 60), n -> n < exact ? n - exact : isOlderAfter(n - exact) ? -20_000L - n : 1000L * (n - exact));
        add(records, Part.MARKED, between(45, 60), n -> n < between ? 5000L * (n - between) : 1 + 500L * (n - between));
        add(records, Part.TRIMMED, deleted + between(15, 30), n -> 2000L * (n - deleted) + 700);
        add(records, Part.SHORT, between(7, 15), n -> 3000L * (n - 20));
        add(records, Part.EMPTIED, (int) offset, n -> 1000L * n);
        trial.write(records);
        // so late that a segment of its own begins with it, and with the marker: a fetch has what comes before, and no more
        List<ProducerRecord<String, byte[]>> alone = new ArrayList<>();
        add(alone, Part.WHOLE, 1, n -> AGE.toMillis());
        trial.write(alone);
        List<ProducerRecord<String, byte[]>> last = new ArrayList<>();
        add(last, Part.MARKED, IN_TRANSACTION, n -> 100_000L + n);
        Transaction.write(trial, last);
        ends.merge(partitions.get(Part.MARKED), 1L, Long::sum);
        trial.evidence().trim(partitions.get(Part.MARKED), offset);
        trial.evidence().trim(partitions.get(Part.TRIMMED), deleted);
        trial.evidence().trim(partitions.get(Part.EMPTIED), ends.get(partitions.get(Part.EMPTIED)));
    }

    private static boolean isOlderAfter(int place) {
        return place == OLDER_AFTER || place == 2 * OLDER_AFTER;
    }

    /** Adds orders for a partition; the time of each lies so many milliseconds from the time that is asked for. */
    private void add(List<ProducerRecord<String, byte[]>> records, Part part, int count, IntToLongFunction millis) {
        TopicPartition partition = partitions.get(part);
        IntStream.range(0, count).forEach(n -> {
            ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, "User", trial.random());
            records.add(new ProducerRecord<>(topic.name(), partition.partition(),
                    time.toEpochMilli() + millis.applyAsLong(n), order.user(), order.json().getBytes(StandardCharsets.UTF_8)));
        });
        ends.merge(partition, (long) count, Long::sum);
    }

    private int between(int low, int high) {
        return low + trial.random().nextInt(high - low);
    }

    public String name() {
        return topic.name();
    }

    public TopicPartition partition(Part part) {
        return partitions.get(part);
    }

    /** Returns the offset that only {@link Part#WHOLE} and {@link Part#MARKED} hold. */
    public long offset() {
        return offset;
    }

    /** Returns the time that lies within some partitions. */
    public Instant time() {
        return time;
    }

    /** Returns where a partition ends. */
    public long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** Returns a bookmark for each partition: in the middle of what it holds. */
    public Map<TopicPartition, Long> bookmarks() {
        return partitions.values().stream().collect(Collectors.toMap(partition -> partition, partition -> {
            List<Stored> orders = held(order -> order.partition() == partition.partition());
            return orders.isEmpty() ? end(partition) : orders.get(orders.size() / 3).offset();
        }));
    }

    /** Returns all orders that the topic holds. */
    public List<Stored> held() {
        return held;
    }

    /** Returns the orders from the offset on, of the partitions that hold it. */
    public List<Stored> fromOffset() {
        List<Integer> holding = List.of(partition(Part.WHOLE).partition(), partition(Part.MARKED).partition());
        return held(order -> holding.contains(order.partition()) && order.offset() >= offset);
    }

    /** Returns the orders from the first on each partition that is not older than the time, older ones after it too. */
    public List<Stored> fromTime() {
        Map<Integer, Long> firsts = held(this::isInTime).stream()
                .collect(Collectors.toMap(Stored::partition, Stored::offset, Math::min));
        return held(order -> order.offset() >= firsts.getOrDefault(order.partition(), Long.MAX_VALUE));
    }

    /** Returns whether an order is not older than the time. */
    public boolean isInTime(Stored order) {
        return order.timestamp() >= time.toEpochMilli();
    }

    private List<Stored> held(Predicate<Stored> which) {
        return held.stream().filter(which).toList();
    }
}

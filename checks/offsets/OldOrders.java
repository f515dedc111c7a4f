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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Stored;
import workshop.evidence.Wait;

/**
 * The topic that lesson 07 reads from many places: each of its partitions has a difficulty of its own. Its orders are two
 * days old, and along each partition their times only grow.
 */
public final class OldOrders {

    /** The partitions; which number each of them has is different from run to run. */
    public enum Part {
        /** Begins at 0, holds the offset and an order of exactly the time. */
        WHOLE,
        /** Holds the offset and the time, and ends with the marker of a transaction in place of a record. */
        MARKED,
        /** Begins behind the offset, as its oldest orders were deleted; what it has left is later than the time. */
        TRIMMED,
        /** Ends before the offset; all of it is earlier than the time. */
        SHORT,
        /** Had orders, which were all deleted. */
        EMPTIED,
        /** Has had none. */
        UNTOUCHED
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AGE = Duration.ofDays(2);
    private static final int IN_TRANSACTION = 3;

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
        topic = trial.topic("orders", Part.values().length);
        NewTopic[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = topic;
        trial.create(all);
        List<Part> shuffled = new ArrayList<>(List.of(Part.values()));
        Collections.shuffle(shuffled, trial.random());
        shuffled.forEach(part -> partitions.put(part, new TopicPartition(topic.name(), shuffled.indexOf(part))));
        orderId = 100_000 + between(0, 800_000);
        time = Instant.now().minus(AGE).truncatedTo(ChronoUnit.SECONDS);
        // beyond the bookmarks, and not next to one: where a run began says why
        offset = between(22, 30);
        fill();
        held = trial.evidence().records(topic.name());
    }

    private void fill() {
        int exact = between(25, 35);
        int between = between(25, 35);
        int deleted = between(32, 45);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        add(records, Part.WHOLE, between(45, 60), n -> n < exact ? n - exact : 1000L * (n - exact));
        add(records, Part.MARKED, between(45, 60), n -> n < between ? 5000L * (n - between) : 1 + 500L * (n - between));
        add(records, Part.TRIMMED, deleted + between(15, 30), n -> 2000L * (n - deleted) + 700);
        add(records, Part.SHORT, between(7, 15), n -> 3000L * (n - 20));
        add(records, Part.EMPTIED, between(7, 15), n -> 1000L * n);
        trial.write(records);
        List<ProducerRecord<String, byte[]>> last = new ArrayList<>();
        add(last, Part.MARKED, IN_TRANSACTION, n -> 100_000L + n);
        writeInTransaction(last);
        trial.evidence().trim(partitions.get(Part.TRIMMED), deleted);
        trial.evidence().trim(partitions.get(Part.EMPTIED), ends.get(partitions.get(Part.EMPTIED)));
    }

    /** Adds orders for a partition; the time of each lies so many milliseconds from the time that is asked for. */
    private void add(List<ProducerRecord<String, byte[]>> records, Part part, int count, IntToLongFunction millis) {
        TopicPartition partition = partitions.get(part);
        IntStream.range(0, count).forEach(n -> {
            ShopOrder order = ShopOrder.random(String.valueOf(orderId++), 9, trial.random());
            records.add(new ProducerRecord<>(topic.name(), partition.partition(),
                    time.toEpochMilli() + millis.applyAsLong(n), order.user(), order.json().getBytes(StandardCharsets.UTF_8)));
        });
        ends.merge(partition, (long) count, Long::sum);
    }

    private void writeInTransaction(List<ProducerRecord<String, byte[]>> records) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, trial.cluster().bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic.name()), new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.commitTransaction();
        }
        TopicPartition marked = partitions.get(Part.MARKED);
        long end = ends.merge(marked, 1L, Long::sum);
        // the commit is answered before the marker lies on the partition
        Wait.until("the marker of a transaction", PATIENCE, () -> trial.evidence().ends(topic.name()).get(marked) == end);
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

    /** Returns the orders from the time on. */
    public List<Stored> fromTime() {
        return held(order -> order.timestamp() >= time.toEpochMilli());
    }

    private List<Stored> held(Predicate<Stored> which) {
        return held.stream().filter(which).toList();
    }
}

package checks.consumergroup;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Printed;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Stored;

/** The orders that the check of lesson 05 writes, and which program has processed which of them, as it prints. */
public final class Orders {

    private static final Pattern ORDER = Pattern.compile("order-[a-z]{12}");
    private static final Pattern PROCESSED = Pattern.compile("(?i)processed");

    /** Where an order lies. */
    record Place(TopicPartition partition, long offset) {
    }

    private final Trial trial;
    private final String topic;
    private final int partitions;
    private final MemberRuns runs;
    private final Set<String> written = new LinkedHashSet<>();
    private long writtenToEach;

    public Orders(Trial trial, String topic, int partitions, MemberRuns runs) {
        this.trial = trial;
        this.topic = topic;
        this.partitions = partitions;
        this.runs = runs;
    }

    /** Writes so many orders to each partition, and returns them. */
    public Set<String> write(int each) {
        return writeAndPlace(each).keySet();
    }

    /** Writes so many orders to each partition, and returns them with their places, without a look: nobody else writes there. */
    Map<String, Place> writeAndPlace(int each) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        Map<String, Place> orders = new HashMap<>();
        IntStream.range(0, each * partitions).forEach(n -> {
            int partition = n % partitions;
            ShopOrder order = new ShopOrder("order-" + trial.random().ints(12, 'a', 'z' + 1).mapToObj(Character::toString)
                    .collect(Collectors.joining()), "user-" + (partition + partitions * trial.random().nextInt(5)),
                    BigDecimal.valueOf(1 + trial.random().nextInt(99_999), 2));
            TopicPartition named = new TopicPartition(topic, partition);
            orders.put(order.orderId(), new Place(named, writtenToEach + n / partitions));
            ProducerRecord<String, byte[]> record = order.on(topic);
            records.add(new ProducerRecord<>(topic, partition, record.key(), record.value()));
        });
        writtenToEach += each;
        written.addAll(orders.keySet());
        trial.write(records);
        return orders;
    }

    /** Returns the end of each partition. */
    public Map<TopicPartition, Long> ends() {
        return trial.evidence().ends(topic);
    }

    /** Returns the orders that a program has processed, in its order, those processed again too. */
    public List<String> processedBy(MemberRun run) {
        return Printed.by(run.attempt().run()).lines().stream().filter(line -> PROCESSED.matcher(line).find())
                .flatMap(line -> ORDER.matcher(line).results()).map(MatchResult::group).filter(written::contains).toList();
    }

    /** Returns the orders that any program has processed. */
    public Set<String> processed() {
        return runs.all().stream().flatMap(run -> processedBy(run).stream()).collect(Collectors.toSet());
    }

    /** Returns the orders that nobody has processed. */
    public Set<String> lacking() {
        Set<String> lacking = new LinkedHashSet<>(written);
        lacking.removeAll(processed());
        return lacking;
    }

    /** Returns the orders that were processed more than once, with the names of the programs that did. */
    public Map<String, List<String>> repeated() {
        Map<String, List<String>> by = new LinkedHashMap<>();
        runs.all().forEach(run -> processedBy(run).forEach(order ->
                by.computeIfAbsent(order, any -> new ArrayList<>()).add(run.name())));
        by.values().removeIf(programs -> programs.size() == 1);
        return by;
    }

    /** Returns one of the programs at random. */
    public MemberRun oneOf(List<MemberRun> some) {
        return some.get(trial.random().nextInt(some.size()));
    }

    /** Returns where these orders lie, by partition and offset. */
    public Map<String, Stored> places(Set<String> orders) {
        Map<String, Stored> places = new LinkedHashMap<>();
        trial.evidence().records(topic).forEach(record -> ORDER.matcher(record.valueText()).results().map(MatchResult::group)
                .filter(orders::contains).forEach(order -> places.put(order, record)));
        return places;
    }
}

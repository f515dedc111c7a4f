package checks.lag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.ShopOrder;
import workshop.check.Trial;

/**
 * What the programs of lesson 08 look at: a topic with six partitions, each in another state, and groups that have come
 * differently far. Nothing is written once this is made.
 */
public final class Data {

    private static final int PARTITIONS = 6;
    private static final int LEAST = 20;
    private static final int MOST = 180;

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic invoices;
    private final Random random;
    // which partition plays which part differs from run to run
    private final TopicPartition behind;
    private final TopicPartition outrun;
    private final TopicPartition upToDate;
    private final TopicPartition fresh;
    private final TopicPartition trimmed;
    private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    private final TopicPartition invoice;
    private long read;
    private long deleted;
    private long lost;
    private long overrun;
    private long invoiced;

    public Data(Trial trial) {
        this.trial = trial;
        this.random = trial.random();
        orders = trial.topic("orders", PARTITIONS);
        // its name begins as the other's does: whoever looks at beginnings alone takes one for the other
        invoices = trial.topic(orders.name(), 1);
        invoice = new TopicPartition(invoices.name(), 0);
        List<TopicPartition> parts = new ArrayList<>(IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(orders.name(), partition)).toList());
        Collections.shuffle(parts, random);
        behind = parts.get(0);
        outrun = parts.get(1);
        upToDate = parts.get(2);
        fresh = parts.get(3);
        trimmed = parts.get(4);
        do {
            draw();
        } while (!allDiffer());
        trial.create(orders, invoices);
        write();
    }

    public String topic() {
        return orders.name();
    }

    /** Commits for a group that reads another topic too, and that has lost records before it had read them. */
    public void commitAll(String group) {
        trial.evidence().group(group).commit(all());
    }

    private Map<TopicPartition, Long> all() {
        return Map.of(behind, read, outrun, overrun, upToDate, ends.get(upToDate), invoice, invoiced);
    }

    /** Returns how many commits {@link #commitAll} makes. */
    public int commitsOfAll() {
        return all().size();
    }

    /** Commits for a group of which all that it has not read is still there. */
    public void commitSome(String group) {
        trial.evidence().group(group).commit(some());
    }

    private Map<TopicPartition, Long> some() {
        return Map.of(behind, read, outrun, lost, upToDate, ends.get(upToDate));
    }

    /** Returns how many commits {@link #commitSome} makes. */
    public int commitsOfSome() {
        return some().size();
    }

    /** Returns what the cluster knows of a group, the partition with an ordinary commit first. */
    public List<PartitionLag> lags(String group) {
        Map<TopicPartition, Long> committed = trial.evidence().group(group).committed();
        Map<TopicPartition, Long> beginnings = trial.evidence().beginnings(topic());
        Map<TopicPartition, Long> now = trial.evidence().ends(topic());
        List<TopicPartition> all = new ArrayList<>(List.of(behind, outrun, upToDate, trimmed, fresh));
        now.keySet().stream().filter(partition -> !all.contains(partition)).forEach(all::add);
        return all.stream().map(partition -> new PartitionLag(partition, committed.get(partition), beginnings.get(partition),
                now.get(partition))).toList();
    }

    /** Returns how far the first group is behind on the other topic. */
    public long lagElsewhere() {
        return ends.get(invoice) - invoiced;
    }

    private void draw() {
        for (TopicPartition each : List.of(behind, outrun, upToDate, fresh, trimmed, invoice)) {
            ends.put(each, number(2 * LEAST, MOST));
        }
        read = number(LEAST / 2, ends.get(behind));
        lost = number(LEAST, ends.get(outrun));
        overrun = number(LEAST / 2, lost);
        deleted = number(LEAST / 2, ends.get(trimmed));
        invoiced = number(LEAST / 2, ends.get(invoice));
    }

    private long number(long least, long below) {
        return least + random.nextInt((int) (below - least));
    }

    /** Returns whether no figure and no total, right or wrong, can be taken for another one, nor for the number of a partition. */
    private boolean allDiffer() {
        List<Long> figures = new ArrayList<>(ends.values());
        figures.addAll(List.of(read, lost, overrun, deleted, invoiced, ends.get(behind) - read, ends.get(outrun) - lost,
                ends.get(outrun) - overrun, ends.get(trimmed) - deleted, lagElsewhere()));
        // two totals are right where records are lost, and a figure too much makes neither of the other one
        figures.add(lost - overrun);
        long uncommitted = ends.get(fresh) + ends.get(trimmed) - deleted;
        long total = ends.get(behind) - read + ends.get(outrun) - lost + uncommitted;
        figures.addAll(List.of(total, total + lost - overrun,
                ends.get(behind) + ends.get(outrun) - lost + ends.get(upToDate) + uncommitted));
        return figures.stream().allMatch(figure -> figure >= PARTITIONS) && new HashSet<>(figures).size() == figures.size();
    }

    private void write() {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        ends.forEach((partition, count) -> IntStream.range(0, count.intValue()).forEach(n -> {
            ProducerRecord<String, byte[]> order = ShopOrder.random("order-" + n, 100, random).on(partition.topic());
            records.add(new ProducerRecord<>(partition.topic(), partition.partition(), order.key(), order.value()));
        }));
        trial.write(records);
        trial.evidence().trim(trimmed, deleted);
        trial.evidence().trim(outrun, lost);
    }
}

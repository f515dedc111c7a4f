package checks.manualcommit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Evidence;

/** The orders of a topic that nobody else writes to, and where each of them lies. */
public final class Orders {

    private static final int DIGITS = 12;
    // what process() in the lesson's script goes by
    private static final String FLAKY = "13";

    private final Trial trial;
    private final NewTopic topic;
    private final List<Placed> all = new ArrayList<>();
    private final Map<TopicPartition, Long> ends;

    /** An order and where it lies. */
    public record Placed(String id, TopicPartition partition, long offset) {

        /** Returns whether it fails the first two times that a process sees it. */
        public boolean isFlaky() {
            return id.endsWith(FLAKY);
        }

        /** Returns where it lies, as Kafka prints it. */
        public String place() {
            return partition + "@" + offset;
        }

        /** Returns whether a commit of these offsets says that this order is done. */
        public boolean isCoveredBy(Map<TopicPartition, Long> offsets) {
            return offsets.getOrDefault(partition, 0L) > offset;
        }
    }

    /** Takes a topic that was made and is empty. */
    public Orders(Trial trial, NewTopic topic) {
        this.trial = trial;
        this.topic = topic;
        this.ends = Evidence.partitions(topic).stream().collect(Collectors.toMap(partition -> partition, partition -> 0L));
    }

    /** Writes orders to each partition, flaky ones at the places in this list, anew for each partition. */
    public void write(int each, List<Place> flaky) {
        write(Evidence.partitions(topic), each, flaky);
    }

    /** Writes orders to each of the last partitions of the topic, none of them flaky. */
    public void writeToLast(int partitions, int each) {
        List<TopicPartition> all = Evidence.partitions(topic);
        write(all.subList(all.size() - partitions, all.size()), each, List.of());
    }

    /** Writes orders to each of the first partitions of the topic, flaky ones at the places in this list, anew for each partition. */
    public void writeToFirst(int partitions, int each, List<Place> flaky) {
        write(Evidence.partitions(topic).subList(0, partitions), each, flaky);
    }

    private void write(List<TopicPartition> partitions, int each, List<Place> flaky) {
        List<Placed> written = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Set<Integer> places = flaky.stream().map(place -> place.pick(trial.random())).collect(Collectors.toSet());
            for (int n = 0; n < each; n++) {
                written.add(new Placed(id(places.contains(n)), partition, ends.merge(partition, 1L, Long::sum) - 1));
            }
        }
        write(written);
    }

    /** Writes one order that is not flaky to a partition at random, and returns it. */
    public Placed writeOne() {
        List<TopicPartition> partitions = Evidence.partitions(topic);
        TopicPartition partition = partitions.get(trial.random().nextInt(partitions.size()));
        Placed one = new Placed(id(false), partition, ends.merge(partition, 1L, Long::sum) - 1);
        write(List.of(one));
        return one;
    }

    private void write(List<Placed> orders) {
        Random random = trial.random();
        trial.write(orders.stream().map(order -> {
            ShopOrder content = new ShopOrder(order.id(), "user-" + (1 + random.nextInt(9)),
                    BigDecimal.valueOf(1 + random.nextInt(99_999), 2));
            return new ProducerRecord<>(topic.name(), order.partition().partition(), content.user(),
                    content.json().getBytes(StandardCharsets.UTF_8));
        }).toList());
        all.addAll(orders);
    }

    // so long that no offset, no time and no amount is taken for it
    private String id(boolean flaky) {
        String id;
        do {
            id = "1" + trial.random().ints(DIGITS - 1, 0, 10).mapToObj(String::valueOf).collect(Collectors.joining());
        } while (id.endsWith(FLAKY) || isTaken(id));
        return flaky ? id.substring(0, DIGITS - FLAKY.length()) + FLAKY : id;
    }

    private boolean isTaken(String id) {
        return all.stream().anyMatch(order -> order.id().equals(id));
    }

    /** Where an order lies among those of its partition: anywhere from one place to before another. */
    public record Place(int from, int before) {

        int pick(Random random) {
            return from + random.nextInt(before - from);
        }
    }

    /** Returns the name of the topic. */
    public String topic() {
        return topic.name();
    }

    /** Returns all of them, by partition and offset as they were written. */
    public List<Placed> all() {
        return List.copyOf(all);
    }

    /** Returns those that are not among these ids. */
    public List<Placed> without(Set<String> ids) {
        return all.stream().filter(order -> !ids.contains(order.id())).toList();
    }

    /** Returns those that a commit of these offsets says are done, and that are not among these ids. */
    public List<Placed> coveredWithout(Map<TopicPartition, Long> offsets, Set<String> ids) {
        return without(ids).stream().filter(order -> order.isCoveredBy(offsets)).toList();
    }

    /** Returns the end of each partition. */
    public Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }
}

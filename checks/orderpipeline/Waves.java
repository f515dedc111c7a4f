package checks.orderpipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import workshop.check.Poison;
import workshop.check.ShopOrder;
import workshop.check.Trial;
import workshop.evidence.Stored;

/** Writes orders in waves, as many to each partition: plain ones, and some that fail twice or can never be billed. */
final class Waves {

    private static final int USERS = 9;
    // what process() in the lesson's script goes by
    private static final String FLAKY = "13";

    private final Trial trial;
    private final NewTopic topic;
    private final Set<String> ids = new HashSet<>();

    Waves(Trial trial, NewTopic topic) {
        this.trial = trial;
        this.topic = topic;
    }

    /** Writes a wave of plain orders. */
    void plain(int each) {
        write(each, false, List.of());
    }

    /**
     * Writes a wave in which one order of each partition fails twice, and some are bad.
     *
     * @param bad what is wrong with these; each partition gets its share
     */
    void rough(int each, List<Poison> bad) {
        write(each, true, bad);
    }

    /** Returns whether this is a whole order for which process() fails twice. */
    static boolean isFlaky(Stored order) {
        return order.value() != null && order.valueText().contains(FLAKY + "\", \"user\"");
    }

    private void write(int each, boolean flaky, List<Poison> bad) {
        List<Poison> shuffled = new ArrayList<>(bad);
        Collections.shuffle(shuffled, trial.random());
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < topic.numPartitions(); partition++) {
            List<Poison> kinds = new ArrayList<>(Collections.nCopies(each, (Poison) null));
            int failing = flaky ? trial.random().nextInt(each) : -1;
            for (int n = partition; n < shuffled.size(); n += topic.numPartitions()) {
                kinds.set(free(kinds, failing), shuffled.get(n));
            }
            int into = partition;
            IntStream.range(0, each).forEach(n -> records.add(record(into, kinds.get(n), n == failing)));
        }
        trial.write(records);
    }

    private int free(List<Poison> kinds, int failing) {
        int place;
        do {
            place = trial.random().nextInt(kinds.size());
        } while (place == failing || kinds.get(place) != null);
        return place;
    }

    private ProducerRecord<String, byte[]> record(int partition, Poison poison, boolean flaky) {
        ShopOrder order = poison == null ? ShopOrder.random(id(flaky), USERS, trial.random())
                : poison.order(id(flaky), USERS, trial.random());
        byte[] value = poison == null ? order.on(topic.name()).value() : poison.spoil(order, trial.random());
        // records without a key come along, too; and the key of an order need not be its user
        boolean without = poison == Poison.NOT_TEXT || poison == Poison.NOT_JSON;
        return new ProducerRecord<>(topic.name(), partition, without ? null : flaky ? order.orderId() : order.user(), value);
    }

    // nine digits; where they end in 13 it is on purpose
    private String id(boolean flaky) {
        String id;
        do {
            int number = 1_000_000 + trial.random().nextInt(9_000_000);
            id = number + (flaky ? FLAKY : String.valueOf(20 + trial.random().nextInt(80)));
        } while (!ids.add(id));
        return id;
    }
}

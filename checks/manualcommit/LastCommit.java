package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Wrong;
import workshop.evidence.Group;
import workshop.evidence.wire.Committed;

/** Judges the last commits of a group whose program has processed every order and has ended in good order. */
public final class LastCommit {

    private final Orders orders;
    private final Run run;
    private final Map<TopicPartition, Long> committed;

    /** Takes what the group has committed now. */
    public LastCommit(Orders orders, Run run, Group group) {
        this.orders = orders;
        this.run = run;
        this.committed = group.committed();
    }

    /**
     * Returns where the group has committed the end of every partition.
     *
     * @param refused an order that came last, where the commit after it was refused once; else null
     * @throws Wrong where not
     */
    public void judge(Placed refused) {
        List<TopicPartition> behind = orders.ends().keySet().stream()
                .filter(partition -> !orders.ends().get(partition).equals(committed.get(partition)))
                .sorted(Comparator.comparing(TopicPartition::toString)).toList();
        if (behind.isEmpty()) {
            return;
        }
        TopicPartition first = behind.get(0);
        Optional<Committed> further = further(first);
        if (further.isPresent()) {
            throw Wrong.seen(seen(first) + " Before that the program had committed " + further.get().offset() + " on it"
                            + (wasRefused(first) ? ", and the commit of " + committed.get(first) + " had been refused earlier" : "")
                            + ".")
                    .means("a group keeps the commit that came last, not the highest one. Whoever asks for an older one again "
                            + "takes back what later ones have said; a later one makes up for one that was refused.")
                    .lookAt("which commit of your program is the last, and can its offsets be older than those of another?");
        }
        if (committed.getOrDefault(first, 0L) > orders.ends().get(first)) {
            throw Wrong.seen(seen(first))
                    .means("what is committed is the offset of the next order to read, one more than that of the last one that "
                            + "is done. Beyond the end it says that orders are done that are still to come.")
                    .lookAt("which offset does your program commit for an order that it has processed?");
        }
        if (behind.size() == orders.ends().size() && behind.stream().allMatch(this::isOneShort)) {
            throw Wrong.seen(seen(first) + (behind.size() == 1 ? "" : " So it is with every partition."))
                    .means("what is committed is the offset of the next order to read. Whoever commits the offset of the last "
                            + "one that is done has it processed again, after each start.")
                    .lookAt("which offset does your program commit for an order that it has processed?");
        }
        if (refused != null && behind.equals(List.of(refused.partition()))) {
            throw Wrong.seen(seen(first) + " The check had the commit after the last order, " + refused.id()
                            + ", refused once, as by a coordinator that has just started.")
                    .means("commitSync() tries again what can be tried again, until it is done. commitAsync() does not: a "
                            + "later commit may have gone through by then. After the last order there is no later one.")
                    .lookAt("which commit is the last before your program closes its consumer, and does it wait for the "
                            + "answer?");
        }
        throw Wrong.seen(seen(first))
                .means("what is processed and not committed is processed again by whoever goes on.")
                .lookAt("what has your program committed when it closes its consumer?");
    }

    // what was taken of the partition, and goes further than what stands now
    private Optional<Committed> further(TopicPartition partition) {
        long now = committed.getOrDefault(partition, 0L);
        return run.attempt().traffic().committed().stream().filter(Committed::taken)
                .filter(each -> each.partition().equals(partition) && each.offset() > now)
                .max(Comparator.comparing(Committed::offset));
    }

    private boolean wasRefused(TopicPartition partition) {
        return run.attempt().traffic().committed().stream().anyMatch(each -> !each.taken()
                && each.partition().equals(partition) && each.offset() == committed.getOrDefault(partition, -1L));
    }

    private boolean isOneShort(TopicPartition partition) {
        return committed.containsKey(partition) && committed.get(partition) == orders.ends().get(partition) - 1;
    }

    private String seen(TopicPartition partition) {
        return "the program had processed every order when it was told to stop, and it stopped. " + partition + " ends at "
                + orders.ends().get(partition) + "; the group has committed "
                + (committed.containsKey(partition) ? committed.get(partition) : "nothing") + ".";
    }
}

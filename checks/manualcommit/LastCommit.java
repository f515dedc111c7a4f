package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Wrong;
import workshop.evidence.Group;

/** Judges the last commits of a group whose program has processed every order and has ended in good order. */
public final class LastCommit {

    private final Orders orders;
    private final Map<TopicPartition, Long> committed;

    /** Takes what the group has committed now. */
    public LastCommit(Orders orders, Group group) {
        this.orders = orders;
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
        if (behind.size() == orders.ends().size() && behind.stream().allMatch(this::isOneShort)) {
            throw Wrong.seen(seen(behind.get(0)) + " So it is with every partition.")
                    .means("what is committed is the offset of the next order to read. Whoever commits the offset of the last "
                            + "one that is done has it processed again, after each start.")
                    .lookAt("which offset does your program commit for an order that it has processed?");
        }
        if (refused != null && behind.equals(List.of(refused.partition()))) {
            throw Wrong.seen(seen(behind.get(0)) + " The check had the commit after the last order, " + refused.id()
                            + ", refused once, as by a coordinator that has just started.")
                    .means("commitSync() tries again what can be tried again, until it is done. commitAsync() does not: a "
                            + "later commit may have gone through by then. After the last order there is no later one.")
                    .lookAt("which commit is the last before your program closes its consumer, and does it wait for the "
                            + "answer?");
        }
        throw Wrong.seen(seen(behind.get(0)))
                .means("what is processed and not committed is processed again by whoever goes on.")
                .lookAt("what has your program committed when it closes its consumer?");
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

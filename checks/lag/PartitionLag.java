package checks.lag;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Printed;

/**
 * What the cluster knows of a group and a partition.
 *
 * @param partition which
 * @param committed the offset that the group has committed last, or null
 * @param beginning the offset of the oldest record that is not deleted
 * @param end       the offset that the next record will have
 */
public record PartitionLag(TopicPartition partition, Long committed, long beginning, long end) {

    public boolean hasCommit() {
        return committed != null;
    }

    /** Returns the lag as Kafka's own tool counts it where there is a commit: from the commit, whatever was deleted. */
    public long lag() {
        return end - (hasCommit() ? committed : beginning);
    }

    /** Returns what is left to read, which is less than the lag where records were deleted that the group has not read. */
    public long left() {
        return end - (hasCommit() ? Math.max(committed, beginning) : beginning);
    }

    /** Returns whether a line of what was printed has these figures, in any form. */
    public boolean isIn(Printed printed) {
        return printed.lines().stream().anyMatch(line -> claims(line, lag()) || claims(line, left()));
    }

    /** Returns the line that was printed for this partition, or for what is most like it. */
    public Optional<String> line(Printed printed) {
        return printed.lines().stream().filter(line -> holds(Printed.numbers(line), List.of((long) number(), end))).findFirst()
                .or(() -> !hasCommit() ? Optional.empty() : printed.lines().stream()
                        .filter(line -> holds(Printed.numbers(line), List.of((long) number(), committed))).findFirst());
    }

    /** Returns whether a line has the figures of this partition, with a lag that may be wrong. */
    public boolean claims(String line, long lag) {
        return holds(Printed.numbers(line), figures(lag));
    }

    /** Returns whether a line holds a number. */
    public static boolean says(String line, long number) {
        return Printed.numbers(line).contains(number);
    }

    private int number() {
        return partition.partition();
    }

    private List<Long> figures(long lag) {
        return hasCommit() ? List.of((long) number(), committed, end, lag) : List.of((long) number(), end, lag);
    }

    // each figure in a place of its own: 57 twice where the group has read all
    private static boolean holds(List<Long> numbers, List<Long> figures) {
        List<Long> rest = new ArrayList<>(numbers);
        return figures.stream().allMatch(rest::remove);
    }

    /** Returns what the sum over some partitions may be: from the commits, or of what is left to read. */
    public static Set<Long> totals(List<PartitionLag> some) {
        Set<Long> totals = new LinkedHashSet<>();
        totals.add(some.stream().mapToLong(PartitionLag::lag).sum());
        totals.add(some.stream().mapToLong(PartitionLag::left).sum());
        return totals;
    }
}

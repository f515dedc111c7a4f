package workshop.evidence.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** Where a program begins to read partitions, and what it was told before of how far a group has come. */
final class Reads {

    /** A read, and in which sharing of its group the program was then. */
    private record Read(long offset, int generation) {
    }

    private final Map<TopicPartition, Long> told = new HashMap<>();
    private final Map<TopicPartition, Read> last = new HashMap<>();
    private final Map<TopicPartition, Long> to = new HashMap<>();
    private final List<Beginning> beginnings = new ArrayList<>();

    /** Notes that a broker has named a commit; a negative offset says that there is none. */
    synchronized void toldOfACommit(TopicPartition partition, long offset) {
        if (offset < 0) {
            told.remove(partition);
        } else {
            told.put(partition, offset);
        }
        last.remove(partition);
    }

    /**
     * Notes a request to read. It begins anew where it goes back, or is the first one since the program was told of a commit or the
     * group shared its partitions; else it goes on from the one before.
     */
    synchronized void reading(TopicPartition partition, long offset, int generation) {
        to.merge(partition, offset, Math::max);
        Read before = last.put(partition, new Read(offset, generation));
        if (before == null || generation != before.generation() || offset < before.offset()) {
            Long commit = told.get(partition);
            beginnings.add(new Beginning(partition, offset, System.currentTimeMillis(),
                    commit == null ? OptionalLong.empty() : OptionalLong.of(commit)));
        }
    }

    synchronized long to(TopicPartition partition) {
        return to.getOrDefault(partition, -1L);
    }

    synchronized List<Beginning> beginnings() {
        return List.copyOf(beginnings);
    }
}

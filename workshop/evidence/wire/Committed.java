package workshop.evidence.wire;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a program had a group commit, and a broker's answer. The offsets of a transaction are committed with it, and not before: the
 * answer is that to the end of the transaction. One that is aborted has committed nothing, and is not seen here.
 *
 * @param group    the group
 * @param memberId the member of it in whose name it was, as {@code Member.id()} has it; empty where it was in no member's
 * @param offset   the next offset to read
 * @param error    {@code NONE} where it was taken, the broker's error where it was refused
 */
public record Committed(String group, String memberId, TopicPartition partition, long offset, String error) {

    /** Returns whether it was taken. */
    public boolean taken() {
        return error.equals(Errors.NONE.name());
    }

    /** Returns whether it was taken, and says that what lies at this offset of a partition is done. */
    public boolean covers(TopicPartition where, long done) {
        return taken() && partition.equals(where) && offset > done;
    }

    Committed answered(Errors by) {
        return new Committed(group, memberId, partition, offset, by.name());
    }
}

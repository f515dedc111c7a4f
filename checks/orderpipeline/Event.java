package checks.orderpipeline;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.evidence.Stored;

/**
 * Something that the storm brought.
 *
 * @param kind what
 * @param run  to which run, or null
 * @param ends where the topics for invoices and for dead letters ended then
 */
record Event(Kind kind, MemberRun run, Map<TopicPartition, Long> ends) {

    enum Kind {
        /** A run was killed. */
        KILLED,
        /** A run was told to stop, by SIGTERM. */
        TOLD,
        /** Brokers are taken away from now on. */
        AWAY
    }

    /** Returns whether a record was there before. */
    boolean isAfter(Stored record) {
        return record.offset() < ends.getOrDefault(record.topicPartition(), 0L);
    }
}

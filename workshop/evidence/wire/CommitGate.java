package workshop.evidence.wire;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Hears of each commit that a program asks for, before a broker does. The offsets of a transaction are asked for when the program
 * asks to commit the transaction; of one that is aborted nothing is heard.
 */
@FunctionalInterface
public interface CommitGate {

    /** Lets every commit pass. */
    CommitGate OPEN = offsets -> true;

    /**
     * Returns whether a commit goes on to the broker. Where it does not the program is answered that the coordinator is
     * loading its data ({@code COORDINATOR_LOAD_IN_PROGRESS}), an error that passes. The request waits until this
     * returns: whoever kills the program meanwhile knows that all it has printed before it asked has been printed, and
     * that the commit is taken all the same.
     *
     * @param offsets the offset to be committed for each partition
     */
    boolean passes(Map<TopicPartition, Long> offsets);

    /**
     * Hears that a consumer of the program is to tell its group that it is alive, under either rebalance protocol. The request, and
     * what the program asks its coordinator after it, waits until this returns.
     */
    default void heartbeat() {
    }
}

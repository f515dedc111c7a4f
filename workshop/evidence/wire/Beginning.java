package workshop.evidence.wire;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * A partition that a program began to read from an offset.
 *
 * @param time when, in milliseconds, as a commit has it
 * @param told which commit for the partition a broker had last told the program of; nothing where there was none
 */
public record Beginning(TopicPartition partition, long offset, long time, OptionalLong told) {
}

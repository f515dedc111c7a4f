package workshop.evidence;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a consumer group, as its coordinator sees it.
 *
 * @param id         the id that the coordinator knows it by
 * @param clientId   what the client calls itself
 * @param assignment the partitions that it has
 */
public record Member(String id, String clientId, List<TopicPartition> assignment) {
}

package workshop.evidence;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a consumer group, as its coordinator sees it.
 *
 * @param id         the id that the coordinator knows it by
 * @param clientId   what the client calls itself
 * @param assignment the partitions that it has
 * @param instanceId of a static member, {@code group.instance.id}
 */
public record Member(String id, String clientId, List<TopicPartition> assignment, Optional<String> instanceId) {
}

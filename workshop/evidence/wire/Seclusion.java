package workshop.evidence.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupTopologyDescriptionUpdateRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * On a cluster that is somebody else's a program meets its own topics alone, as if it were on a cluster of the workshop's: a name
 * that it should not have chosen is the name of nothing there. It has no part in others' groups either.
 */
final class Seclusion {

    // the first version of the request that can say so
    private static final short MAY_FORBID = 4;

    private final Set<String> own;
    private final boolean needed;

    /**
     * Takes the names of the program's own topics and groups; more may come to be in the set.
     *
     * @param needed whether the cluster is somebody else's
     */
    Seclusion(Set<String> own, boolean needed) {
        this.own = own;
        this.needed = needed;
    }

    /** Returns a request as it is to reach the broker: to ask for a topic makes none, whatever the brokers' settings say. */
    ByteBuffer request(Asked asked, ByteBuffer frame) {
        if (!needed || !(asked.body().data() instanceof MetadataRequestData metadata) || asked.header().apiVersion() < MAY_FORBID
                || !metadata.allowAutoTopicCreation()) {
            return frame;
        }
        metadata.setAllowAutoTopicCreation(false);
        return asked.body().serializeWithHeader(asked.header());
    }

    /**
     * Hides topics of others in an answer.
     *
     * @param all whether the program has asked for all topics, and not by their names
     */
    void hideOthers(MetadataResponseData answer, boolean all) {
        if (!needed) {
            return;
        }
        if (all) {
            answer.topics().removeIf(this::isOthers);
        }
        answer.topics().stream().filter(this::isOthers).forEach(topic -> topic
                .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code()).setPartitions(List.of()));
    }

    private boolean isOthers(MetadataResponseTopic topic) {
        return topic.name() != null && !topic.isInternal() && !own.contains(topic.name());
    }

    /** Returns the group of others that a request would have a part in. */
    Optional<String> othersGroup(ApiMessage request) {
        return needed ? group(request).filter(group -> !own.contains(group)) : Optional.empty();
    }

    private static Optional<String> group(ApiMessage request) {
        if (request instanceof JoinGroupRequestData join) {
            return Optional.of(join.groupId());
        } else if (request instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            return Optional.of(heartbeat.groupId());
        } else if (request instanceof ShareGroupHeartbeatRequestData heartbeat) {
            return Optional.of(heartbeat.groupId());
        } else if (request instanceof StreamsGroupHeartbeatRequestData heartbeat) {
            return Optional.of(heartbeat.groupId());
        } else if (request instanceof StreamsGroupTopologyDescriptionUpdateRequestData update) {
            return Optional.of(update.groupId());
        } else if (request instanceof OffsetCommitRequestData commit) {
            return Optional.of(commit.groupId());
        } else if (request instanceof TxnOffsetCommitRequestData commit) {
            return Optional.of(commit.groupId());
        }
        return Optional.empty();
    }
}

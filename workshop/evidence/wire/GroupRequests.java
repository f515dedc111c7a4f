package workshop.evidence.wire;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestHeader;

/** Requests by which a consumer becomes, and stays, a member of its group, under either rebalance protocol. */
final class GroupRequests {

    private static final Set<ApiKeys> KINDS = EnumSet.of(ApiKeys.JOIN_GROUP, ApiKeys.SYNC_GROUP,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT);

    private GroupRequests() {
    }

    /** Notes the group, and the member that the consumer says it is, where a request is one of these. */
    static void note(RequestHeader header, ByteBuffer body, Traffic traffic) {
        if (!KINDS.contains(header.apiKey())) {
            return;
        }
        ApiMessage question = AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(),
                new ByteBufferAccessor(body)).request.data();
        if (question instanceof JoinGroupRequestData join) {
            traffic.joining(join.groupId(), join.memberId());
        } else if (question instanceof SyncGroupRequestData sync) {
            traffic.inGeneration(sync.generationId());
        } else if (question instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            traffic.joining(heartbeat.groupId(), heartbeat.memberId());
            traffic.inGeneration(heartbeat.memberEpoch());
        }
    }
}

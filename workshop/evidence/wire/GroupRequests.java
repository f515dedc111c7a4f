package workshop.evidence.wire;

import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests by which a consumer becomes, and stays, a member of its group, under either rebalance protocol. */
final class GroupRequests {

    private GroupRequests() {
    }

    /** Notes the group, and the member that the consumer says it is, where a request is one of these. */
    static void note(ApiMessage question, Traffic traffic) {
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

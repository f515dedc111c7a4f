package workshop.evidence.wire;

import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests by which a consumer becomes, and stays, a member of its group, under either rebalance protocol. */
final class GroupRequests {

    // how a consumer of the classic protocol says why it leaves (AbstractCoordinator)
    private static final String STAYED_AWAY = "poll timeout";
    private static final int LEAVING = -1;

    private GroupRequests() {
    }

    /** Notes the group, and the member that the consumer says it is, where a request is one of these. */
    static void note(ApiMessage question, Traffic traffic) {
        if (question instanceof JoinGroupRequestData join) {
            traffic.joining(join.groupId(), join.memberId(), join.groupInstanceId());
            traffic.mayStayAway(join.rebalanceTimeoutMs());
        } else if (question instanceof SyncGroupRequestData sync) {
            // a static member is not asked to join once more by the id that it was given
            traffic.actingAs(sync.memberId());
            traffic.inGeneration(sync.generationId());
        } else if (question instanceof ConsumerGroupHeartbeatRequestData heartbeat) {
            traffic.joining(heartbeat.groupId(), heartbeat.memberId(), heartbeat.instanceId());
            traffic.inGeneration(heartbeat.memberEpoch());
            // the first one of a member alone says it
            if (heartbeat.rebalanceTimeoutMs() > 0) {
                traffic.mayStayAway(heartbeat.rebalanceTimeoutMs());
            }
            if (heartbeat.memberEpoch() == LEAVING) {
                traffic.leavingWithoutReason();
            }
        } else if (question instanceof HeartbeatRequestData heartbeat) {
            traffic.actingAs(heartbeat.memberId());
        } else if (question instanceof OffsetCommitRequestData commit) {
            traffic.actingAs(commit.memberId());
        } else if (question instanceof LeaveGroupRequestData leave && leave.members().stream()
                .anyMatch(member -> member.reason() != null && member.reason().contains(STAYED_AWAY))) {
            traffic.leavingForStayingAway();
        }
    }
}

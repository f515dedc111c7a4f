package workshop.evidence.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiVersionsRequestData;

/**
 * Who answers at a broker's door: the broker, or another one in its place. Since Kafka 4.4 a client says whom it takes it for
 * ({@code metadata.cluster.check.enable}), and a broker that is not the one tells it to forget all that it knows of the cluster.
 *
 * @param broker whose door it is
 * @param by     who answers
 */
record StandIn(int broker, int by) {

    /** Returns a request as it is to reach who answers: one that is taken for the other broker does not hear of it. */
    ByteBuffer request(Asked asked, ByteBuffer frame) {
        if (broker == by || !(asked.body().data() instanceof ApiVersionsRequestData whom) || whom.nodeId() != broker) {
            return frame;
        }
        whom.setNodeId(by);
        return asked.body().serializeWithHeader(asked.header());
    }
}

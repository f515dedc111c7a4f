package workshop.evidence.wire;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.RequestHeader;

/** Requests by which a program asks where partitions end. */
final class EndRequests {

    private EndRequests() {
    }

    /** Returns the partitions of which a request asks for the end; none where it is no such request. */
    static Set<TopicPartition> asked(RequestHeader header, ByteBuffer body) {
        if (header.apiKey() != ApiKeys.LIST_OFFSETS) {
            return Set.of();
        }
        return ListOffsetsRequest.parse(new ByteBufferAccessor(body), header.apiVersion()).data().topics().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.timestamp() == ListOffsetsRequest.LATEST_TIMESTAMP)
                        .map(partition -> new TopicPartition(topic.name(), partition.partitionIndex())))
                .collect(Collectors.toSet());
    }

    /** Tells of each end that an answer names, of those that were asked for. */
    static void tell(ListOffsetsResponseData answer, Set<TopicPartition> asked, ObjLongConsumer<TopicPartition> listener) {
        answer.topics().forEach(topic -> topic.partitions().forEach(partition -> {
            TopicPartition named = new TopicPartition(topic.name(), partition.partitionIndex());
            if (asked.contains(named) && partition.errorCode() == Errors.NONE.code()) {
                listener.accept(named, partition.offset());
            }
        }));
    }
}

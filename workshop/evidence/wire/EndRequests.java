package workshop.evidence.wire;

import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/** Requests by which a program asks where partitions end. */
final class EndRequests {

    private EndRequests() {
    }

    /** Returns the partitions of which a request asks for the end. */
    static Set<TopicPartition> asked(ListOffsetsRequest request) {
        return request.data().topics().stream()
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

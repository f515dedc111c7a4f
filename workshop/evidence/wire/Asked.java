package workshop.evidence.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A request of a program, read.
 *
 * @param batches where it is one to write: the number that an idempotent producer has given the batch for each partition, or -1
 */
record Asked(RequestHeader header, AbstractRequest body, Map<TopicPartition, Integer> batches) {

    /**
     * What an answer is read by; the request itself may be megabytes.
     *
     * @param commit the request, where it has to do with commits; else null
     */
    record Question(RequestHeader header, short acks, Set<TopicPartition> ends, boolean allTopics, ApiMessage commit) {
    }

    /**
     * Reads a request.
     *
     * @throws IOException where no broker would take it: it is not Kafka's, or of a version that was not offered
     */
    static Asked read(RequestHeader header, ByteBuffer body, Traffic names) throws IOException {
        try {
            AbstractRequest read = AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(),
                    new ByteBufferAccessor(body)).request;
            return new Asked(header, read, read instanceof ProduceRequest write ? batches(write, names) : Map.of());
        } catch (RuntimeException garbage) {
            throw new IOException("no request that a broker takes", garbage);
        }
    }

    /** Reads the header of a request; throws where it is none. */
    static RequestHeader header(ByteBuffer frame) throws IOException {
        try {
            return RequestHeader.parse(frame);
        } catch (RuntimeException garbage) {
            throw new IOException("no request of Kafka's", garbage);
        }
    }

    private static Map<TopicPartition, Integer> batches(ProduceRequest write, Traffic names) {
        Map<TopicPartition, Integer> batches = new HashMap<>();
        write.data().topicData().forEach(topic -> topic.partitionData().forEach(partition -> batches.put(
                new TopicPartition(names.name(topic.name(), topic.topicId()), partition.index()), number(partition.records()))));
        return batches;
    }

    // the number of its first batch is that of the request: a producer sends one batch for a partition at a time
    private static int number(BaseRecords records) {
        return ((MemoryRecords) records).batches().iterator().next().baseSequence();
    }

    /** Returns the request, where it is one to write. */
    ProduceRequest write() {
        return body instanceof ProduceRequest write ? write : null;
    }

    /** Returns how many replicas a request to write waits for; 1 for any other one: its answer comes too. */
    short acks() {
        return body instanceof ProduceRequest write ? write.acks() : 1;
    }

    /** Returns what its answer is read by. */
    Question question() {
        return new Question(header, acks(), body instanceof ListOffsetsRequest ends ? EndRequests.asked(ends) : Set.of(),
                body instanceof MetadataRequest metadata && metadata.isAllTopics(), CommitRequests.question(body.data()));
    }
}

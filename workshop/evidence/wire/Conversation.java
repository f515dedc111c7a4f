package workshop.evidence.wire;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * One connection of a program to a broker. Answers that name brokers are rewritten to name the doors of the {@link Tap};
 * all else goes through byte by byte.
 */
final class Conversation {

    private record Asked(RequestHeader header, short acks, Set<TopicPartition> ends) {
    }

    private static final Set<Errors> NO_TOPIC = Set.of(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.INVALID_TOPIC_EXCEPTION);
    private static final String DOOR = "127.0.0.1";

    private final Tap tap;
    private final Traffic traffic;
    private final Interference interference;
    private final Map<Integer, Asked> asked = new ConcurrentHashMap<>();
    private boolean awaited;

    Conversation(Tap tap, Traffic traffic, Interference interference) {
        this.tap = tap;
        this.traffic = traffic;
        this.interference = interference;
    }

    /** Notes a request of the program and returns it as it is, or nothing where it is kept from the broker. */
    List<ByteBuffer> request(ByteBuffer frame) {
        ByteBuffer copy = frame.duplicate();
        RequestHeader header = RequestHeader.parse(copy);
        short acks = 1;
        ProduceRequest write = null;
        Set<TopicPartition> ends = EndRequests.asked(header, copy.duplicate());
        Map<TopicPartition, Integer> batches = new HashMap<>();
        if (header.apiKey() == ApiKeys.PRODUCE) {
            write = ProduceRequest.parse(new ByteBufferAccessor(copy), header.apiVersion());
            acks = write.acks();
            write.data().topicData().forEach(topic -> topic.partitionData().forEach(partition -> batches.put(
                    new TopicPartition(name(topic.name(), topic.topicId()), partition.index()), number(partition.records()))));
            traffic.askedToWrite();
            if (acks == 0) {
                traffic.answeredToWrite();
                note(batches.keySet(), acks, Produced.UNASKED);
            }
        } else if (header.apiKey() == ApiKeys.FETCH) {
            noteReading(FetchRequest.parse(new ByteBufferAccessor(copy), header.apiVersion()));
        } else {
            GroupRequests.note(header, copy.duplicate(), traffic);
            if (header.apiKey() == ApiKeys.OFFSET_COMMIT
                    && isRefused(header, OffsetCommitRequest.parse(new ByteBufferAccessor(copy), header.apiVersion()))) {
                return List.of();
            }
        }
        if (interference.keeps(header, acks == 0 ? null : write, batches)) {
            if (interference.answersWhatItKeeps()) {
                note(batches.keySet(), acks, Errors.NOT_LEADER_OR_FOLLOWER.name());
            }
            return List.of();
        }
        if (acks != 0) {
            asked.put(header.correlationId(), new Asked(header, acks, ends));
            interference.passed();
        }
        return List.of(frame);
    }

    private void noteReading(FetchRequest read) {
        traffic.fetching(read.maxBytes());
        read.data().topics().forEach(topic -> topic.partitions().forEach(partition -> traffic.fetching(
                new TopicPartition(name(topic.topic(), topic.topicId()), partition.partition()), partition.fetchOffset())));
    }

    private boolean isRefused(RequestHeader header, OffsetCommitRequest commit) {
        return !tap.passes(offsets(commit)) && interference.refuses(header, commit);
    }

    private Map<TopicPartition, Long> offsets(OffsetCommitRequest commit) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        commit.data().topics().forEach(topic -> topic.partitions().forEach(partition -> offsets.put(
                new TopicPartition(name(topic.name(), topic.topicId()), partition.partitionIndex()),
                partition.committedOffset())));
        return offsets;
    }

    /** Notes a response of the broker and returns it, with the doors of the tap in place of brokers. */
    List<ByteBuffer> response(ByteBuffer frame) {
        Asked question = asked.remove(frame.getInt(frame.position()));
        awaited = question != null;
        return List.of(question == null ? frame : answer(question, frame));
    }

    /** Notes that the last response has been sent on; called where the responses are read. */
    void responded() {
        if (awaited) {
            interference.answered();
        }
    }

    private ByteBuffer answer(Asked question, ByteBuffer frame) {
        RequestHeader header = question.header();
        switch (header.apiKey()) {
            case METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER, PRODUCE, FETCH, LIST_OFFSETS -> {
                ByteBuffer rest = frame.duplicate();
                ResponseHeaderData responseHeader = ResponseHeader.parse(rest,
                        header.apiKey().responseHeaderVersion(header.apiVersion())).data();
                ApiMessage answer = AbstractResponse.parseResponse(header.apiKey(), new ByteBufferAccessor(rest),
                        header.apiVersion()).data();
                if (!see(answer, question)) {
                    return frame;
                }
                return RequestUtils.serialize(responseHeader,
                        header.apiKey().responseHeaderVersion(header.apiVersion()), answer, header.apiVersion());
            }
            default -> {
                return frame;
            }
        }
    }

    /** Notes what an answer says, puts doors in place of brokers, and returns whether it changed anything. */
    private boolean see(ApiMessage answer, Asked question) {
        if (answer instanceof MetadataResponseData metadata) {
            metadata.topics().forEach(topic -> {
                if (NO_TOPIC.contains(Errors.forCode(topic.errorCode())) && topic.name() != null) {
                    traffic.unknown(topic.name());
                } else if (topic.name() != null) {
                    traffic.named(topic.topicId(), topic.name());
                }
            });
            if (metadata.topics().stream().flatMap(topic -> topic.partitions().stream())
                    .anyMatch(partition -> partition.leaderId() == MetadataResponse.NO_LEADER_ID)) {
                traffic.toldOfNoLeader();
            }
            metadata.brokers().stream().filter(broker -> tap.knows(broker.nodeId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.nodeId())));
            return true;
        }
        if (answer instanceof FindCoordinatorResponseData found) {
            if (tap.knows(found.nodeId())) {
                found.setHost(DOOR).setPort(tap.port(found.nodeId()));
            }
            found.coordinators().stream().filter(broker -> tap.knows(broker.nodeId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.nodeId())));
            return true;
        }
        if (answer instanceof DescribeClusterResponseData described) {
            described.brokers().stream().filter(broker -> tap.knows(broker.brokerId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.brokerId())));
            return true;
        }
        if (answer instanceof ProduceResponseData produced) {
            traffic.answeredToWrite();
            produced.responses().forEach(topic -> topic.partitionResponses().forEach(partition -> traffic.add(
                    new Produced(name(topic.name(), topic.topicId()), partition.index(), question.acks(),
                            Errors.forCode(partition.errorCode()).name()), partition.baseOffset())));
            produced.nodeEndpoints().stream().filter(broker -> tap.knows(broker.nodeId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.nodeId())));
            return !produced.nodeEndpoints().isEmpty();
        }
        if (answer instanceof FetchResponseData fetched) {
            if (fetched.errorCode() == Errors.NONE.code()) {
                traffic.fetched(fetched.responses().stream().flatMap(topic -> topic.partitions().stream())
                        .allMatch(Conversation::isEmpty));
            }
            fetched.nodeEndpoints().stream().filter(broker -> tap.knows(broker.nodeId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.nodeId())));
            return !fetched.nodeEndpoints().isEmpty();
        }
        if (answer instanceof ListOffsetsResponseData found) {
            EndRequests.tell(found, question.ends(), tap::toldOfAnEnd);
        }
        return false;
    }

    private static boolean isEmpty(FetchResponseData.PartitionData partition) {
        return partition.errorCode() == Errors.NONE.code() && FetchResponse.recordsSize(partition) == 0;
    }

    private void note(Set<TopicPartition> partitions, short acks, String error) {
        partitions.forEach(partition -> traffic.add(
                new Produced(partition.topic(), partition.partition(), acks, error), ProduceResponse.INVALID_OFFSET));
    }

    // the number of its first batch is that of the request: a producer sends one batch for a partition at a time
    private static int number(BaseRecords records) {
        return ((MemoryRecords) records).batches().iterator().next().baseSequence();
    }

    private String name(String topic, Uuid id) {
        return traffic.name(topic, id);
    }
}

package workshop.evidence.wire;

import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/** What brokers answer: noted, and with the doors of the {@link Tap} in place of brokers. */
final class BrokerAnswers {

    private record Answer(ResponseHeaderData header, ApiMessage body) {
    }

    private static final Set<Errors> NO_TOPIC = Set.of(Errors.UNKNOWN_TOPIC_OR_PARTITION, Errors.INVALID_TOPIC_EXCEPTION);
    private static final String DOOR = "127.0.0.1";

    private final Tap tap;
    private final Traffic traffic;
    private final Seclusion seclusion;
    private final CommitRequests commits;

    BrokerAnswers(Tap tap, Seclusion seclusion) {
        this.commits = tap.commits();
        this.seclusion = seclusion;
        this.tap = tap;
        this.traffic = tap.traffic();
    }

    /**
     * Notes an answer and returns it as the program is to have it.
     *
     * @throws IllegalStateException where it cannot be read
     */
    ByteBuffer rewrite(Asked.Question question, ByteBuffer frame) {
        RequestHeader header = question.header();
        switch (header.apiKey()) {
            case API_VERSIONS, METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER, PRODUCE, FETCH, LIST_OFFSETS, OFFSET_COMMIT,
                    OFFSET_FETCH, TXN_OFFSET_COMMIT, END_TXN, INIT_PRODUCER_ID -> {
                Answer answer = read(header, frame.duplicate());
                if (!see(answer.body(), question)) {
                    return frame;
                }
                return RequestUtils.serialize(answer.header(), header.apiKey().responseHeaderVersion(header.apiVersion()),
                        answer.body(), header.apiVersion());
            }
            default -> {
                return frame;
            }
        }
    }

    private static Answer read(RequestHeader asked, ByteBuffer answer) {
        ApiKeys kind = asked.apiKey();
        try {
            ResponseHeaderData header = ResponseHeader.parse(answer, kind.responseHeaderVersion(asked.apiVersion())).data();
            return new Answer(header,
                    AbstractResponse.parseResponse(kind, new ByteBufferAccessor(answer), asked.apiVersion()).data());
        } catch (RuntimeException unknown) {
            throw new IllegalStateException("a broker's answer to " + kind.name + " in version " + asked.apiVersion()
                    + " is not as the workshop knows it: " + unknown, unknown);
        }
    }

    /** Notes what an answer says, puts doors in place of brokers, and returns whether it changed anything. */
    private boolean see(ApiMessage answer, Asked.Question question) {
        if (answer instanceof ApiVersionsResponseData versions) {
            return Versions.limit(versions);
        }
        if (answer instanceof MetadataResponseData metadata) {
            seclusion.hideOthers(metadata, question.allTopics());
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
                        .allMatch(BrokerAnswers::isEmpty));
            }
            fetched.nodeEndpoints().stream().filter(broker -> tap.knows(broker.nodeId()))
                    .forEach(broker -> broker.setHost(DOOR).setPort(tap.port(broker.nodeId())));
            return !fetched.nodeEndpoints().isEmpty();
        }
        if (answer instanceof ListOffsetsResponseData found) {
            EndRequests.tell(found, question.ends(), tap::toldOfAnEnd);
        }
        if (answer instanceof OffsetFetchResponseData told) {
            note(told);
        }
        commits.answered(question.commit(), answer);
        return false;
    }

    private void note(OffsetFetchResponseData told) {
        told.topics().forEach(topic -> topic.partitions().forEach(partition -> traffic.toldOfACommit(
                new TopicPartition(topic.name(), partition.partitionIndex()), partition.committedOffset())));
        told.groups().stream().flatMap(group -> group.topics().stream()).forEach(topic -> topic.partitions().forEach(
                partition -> traffic.toldOfACommit(new TopicPartition(name(topic.name(), topic.topicId()), partition.partitionIndex()),
                        partition.committedOffset())));
    }

    private static boolean isEmpty(FetchResponseData.PartitionData partition) {
        return partition.errorCode() == Errors.NONE.code() && FetchResponse.recordsSize(partition) == 0;
    }

    private String name(String topic, Uuid id) {
        return traffic.name(topic, id);
    }
}

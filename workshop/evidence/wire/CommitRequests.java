package workshop.evidence.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * Requests by which a program has offsets committed, and what becomes of them. Those of a transaction are asked for when the program
 * asks to commit the transaction; they go by different connections, so all connections of a program share this.
 */
final class CommitRequests {

    private static final String NOT_ANSWERED = "";

    private final Traffic traffic;
    // by transactional id: the offsets that brokers have taken for a transaction that has not ended
    private final Map<String, List<Committed>> open = new ConcurrentHashMap<>();
    private volatile CommitGate gate = CommitGate.OPEN;

    CommitRequests(Traffic traffic) {
        this.traffic = traffic;
    }

    /** Has each commit meet a gate. */
    void guard(CommitGate with) {
        gate = with;
    }

    /** Returns whether a request may go on to the broker: it asks for no commit, or for one that the gate lets pass. */
    boolean passes(ApiMessage request) {
        if (request instanceof HeartbeatRequestData || request instanceof ConsumerGroupHeartbeatRequestData) {
            gate.heartbeat();
            return true;
        }
        List<Committed> asked = asked(request);
        if (asked.isEmpty()) {
            return true;
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        asked.forEach(each -> offsets.put(each.partition(), each.offset()));
        return gate.passes(offsets);
    }

    private List<Committed> asked(ApiMessage request) {
        if (request instanceof OffsetCommitRequestData commit) {
            return commit.topics().stream().flatMap(topic -> topic.partitions().stream().map(partition -> new Committed(
                    commit.groupId(), commit.memberId(), new TopicPartition(traffic.name(topic.name(), topic.topicId()),
                    partition.partitionIndex()), partition.committedOffset(), NOT_ANSWERED))).toList();
        }
        return request instanceof EndTxnRequestData end && end.committed() ? open.getOrDefault(end.transactionalId(), List.of())
                : List.of();
    }

    /** Returns a request where its answer says what became of a commit, or of what is to be committed later; else null. */
    static ApiMessage question(ApiMessage request) {
        boolean isOne = request instanceof OffsetCommitRequestData || request instanceof TxnOffsetCommitRequestData
                || request instanceof EndTxnRequestData || request instanceof InitProducerIdRequestData;
        return isOne ? request : null;
    }

    /** Notes that the gate has refused a request. */
    void refused(ApiMessage request, Errors error) {
        asked(request).forEach(each -> traffic.committed(each.answered(error)));
    }

    /** Notes what a broker has answered, where it is about commits. */
    void answered(ApiMessage question, ApiMessage answer) {
        if (question instanceof OffsetCommitRequestData commit && answer instanceof OffsetCommitResponseData said) {
            Map<TopicPartition, Errors> errors = new HashMap<>();
            said.topics().forEach(topic -> topic.partitions().forEach(partition -> errors.put(new TopicPartition(
                    traffic.name(topic.name(), topic.topicId()), partition.partitionIndex()), Errors.forCode(partition.errorCode()))));
            asked(commit).forEach(each -> traffic.committed(each.answered(
                    errors.getOrDefault(each.partition(), Errors.UNKNOWN_SERVER_ERROR))));
        } else if (question instanceof TxnOffsetCommitRequestData commit && answer instanceof TxnOffsetCommitResponseData said) {
            List<Committed> taken = taken(commit, said);
            open.merge(commit.transactionalId(), taken,
                    (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
        } else if (question instanceof EndTxnRequestData end && answer instanceof EndTxnResponseData said) {
            Errors error = Errors.forCode(said.errorCode());
            asked(end).forEach(each -> traffic.committed(each.answered(error)));
            if (error == Errors.NONE) {
                open.remove(end.transactionalId());
            }
        } else if (question instanceof InitProducerIdRequestData begin && begin.transactionalId() != null
                && answer instanceof InitProducerIdResponseData said && said.errorCode() == Errors.NONE.code()) {
            traffic.transactional(begin.transactionalId());
            // what the one before has left open is aborted
            open.remove(begin.transactionalId());
        }
    }

    private List<Committed> taken(TxnOffsetCommitRequestData commit, TxnOffsetCommitResponseData answer) {
        Map<TopicPartition, Errors> errors = answer.topics().stream()
                .flatMap(topic -> topic.partitions().stream().map(partition -> Map.entry(
                        new TopicPartition(traffic.name(topic.name(), topic.topicId()), partition.partitionIndex()),
                        Errors.forCode(partition.errorCode()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return commit.topics().stream().flatMap(topic -> topic.partitions().stream().map(partition -> new Committed(
                        commit.groupId(), commit.memberId(), new TopicPartition(traffic.name(topic.name(), topic.topicId()),
                        partition.partitionIndex()), partition.committedOffset(), NOT_ANSWERED)))
                .filter(each -> errors.get(each.partition()) == Errors.NONE).toList();
    }
}

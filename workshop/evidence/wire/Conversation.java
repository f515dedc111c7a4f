package workshop.evidence.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One connection of a program to a broker. Answers that name brokers are rewritten to name the doors of the {@link Tap};
 * all else goes through byte by byte.
 */
final class Conversation {

    private static final String NOT_NEEDED = "no lesson needs this, and it would change what other programs meet";

    private final Tap tap;
    private final CommitRequests commits;
    private final Traffic traffic;
    private final Authorizer authorizer;
    private final Seclusion seclusion;
    private final Interference interference;
    private final StandIn standIn;
    private final BrokerAnswers answers;
    // a broker answers in the order of the requests
    private final Queue<Asked.Question> asked = new ConcurrentLinkedQueue<>();

    Conversation(Tap tap, Authorizer authorizer, Seclusion seclusion, Interference interference, StandIn standIn) {
        this.tap = tap;
        this.commits = tap.commits();
        this.traffic = tap.traffic();
        this.authorizer = authorizer;
        this.seclusion = seclusion;
        this.interference = interference;
        this.standIn = standIn;
        this.answers = new BrokerAnswers(tap, seclusion);
    }

    /**
     * Notes a request of the program and returns it as it is to reach the broker, or nothing where it is kept from the broker.
     *
     * @throws IOException where it is no request that a broker takes
     */
    List<ByteBuffer> request(ByteBuffer frame) throws IOException {
        ByteBuffer copy = frame.duplicate();
        RequestHeader header = Asked.header(copy);
        if (Versions.isNewQuestion(header)) {
            answer(Versions.olderPlease(header));
            return List.of();
        }
        Asked request = Asked.read(header, copy, traffic);
        GroupRequests.note(request.body().data(), traffic);
        Optional<String> denied = authorizer.denies(header.apiKey(), request.body().data());
        if (denied.isPresent() && !interference.isSilent()) {
            traffic.deny(denied.get());
            answer(Interference.refusal(header, request.body(), new ClusterAuthorizationException(NOT_NEEDED)));
            return List.of();
        }
        if (interference.denies(header.apiKey())) {
            answer(Interference.refusal(header, request.body(), Errors.GROUP_AUTHORIZATION_FAILED.exception()));
            return List.of();
        }
        return note(request) ? List.of(standIn.request(request, seclusion.request(request, frame))) : List.of();
    }

    // in the order of requests; where the broker owes an answer for too long the connection ends
    private void answer(ByteBuffer answer) throws IOException {
        if (!interference.answers(answer)) {
            throw new IOException("the broker does not answer what was asked before");
        }
    }

    /** Notes a request and returns whether it goes on to the broker. */
    private boolean note(Asked request) {
        short acks = request.acks();
        ProduceRequest write = request.write();
        if (write != null) {
            traffic.askedToWrite(write.timeout());
            tap.writing(request.batches().keySet());
            if (acks == 0) {
                traffic.answeredToWrite();
                note(request.batches().keySet(), acks, Produced.UNASKED);
            } else if (isRefused(request, write)) {
                return false;
            }
        } else if (request.body() instanceof FetchRequest read) {
            noteReading(read);
        } else if (isRefused(request)) {
            return false;
        }
        if (interference.keeps(request.header(), acks == 0 ? null : write, request.batches())) {
            if (interference.answersWhatItKeeps()) {
                note(request.batches().keySet(), acks, Errors.NOT_LEADER_OR_FOLLOWER.name());
            }
            return false;
        }
        if (acks != 0) {
            asked.add(request.question());
            interference.passed();
        }
        return true;
    }

    private void noteReading(FetchRequest read) {
        traffic.fetching(read.maxBytes());
        read.data().topics().forEach(topic -> topic.partitions().forEach(partition -> traffic.fetching(
                new TopicPartition(name(topic.topic(), topic.topicId()), partition.partition()), partition.fetchOffset())));
    }

    private boolean isRefused(Asked request) {
        Errors passing = Errors.COORDINATOR_LOAD_IN_PROGRESS;
        if (commits.passes(request.body().data())
                || !interference.answers(Interference.refusal(request.header(), request.body(), passing.exception()))) {
            return false;
        }
        commits.refused(request.body().data(), passing);
        return true;
    }

    private boolean isRefused(Asked request, ProduceRequest write) {
        Optional<ApiException> error = tap.refusesWrites();
        if (error.isEmpty() || !interference.answers(Interference.refusal(request.header(), write, error.get()))) {
            return false;
        }
        traffic.answeredToWrite();
        note(request.batches().keySet(), request.acks(), Errors.forException(error.get()).name());
        return true;
    }

    /** Notes a response of the broker and returns it, with the doors of the tap in place of brokers. */
    List<ByteBuffer> response(ByteBuffer frame) {
        Asked.Question question = asked.poll();
        int answered = frame.getInt(frame.position());
        if (question == null || question.header().correlationId() != answered) {
            throw new IllegalStateException("a broker answered what it was not asked, or out of turn: request " + answered);
        }
        traffic.moments().answering();
        return List.of(answers.rewrite(question, frame));
    }

    /** Notes that the last response has been sent on; called where the responses are read. */
    void responded() {
        interference.answered();
    }

    private void note(Set<TopicPartition> partitions, short acks, String error) {
        partitions.forEach(partition -> traffic.add(
                new Produced(partition.topic(), partition.partition(), acks, error), ProduceResponse.INVALID_OFFSET));
    }

    private String name(String topic, Uuid id) {
        return traffic.name(topic, id);
    }
}

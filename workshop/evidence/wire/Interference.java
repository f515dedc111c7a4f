package workshop.evidence.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import workshop.process.Background;

/** Disturbs one connection of a program as its {@link Disturbance} says. Answers have to come in the order of requests. */
final class Interference {

    // how long a refusal waits for the next request of a producer that may send none
    private static final Duration HELD = Duration.ofMillis(200);
    // how long it waits for the answers to what was asked before
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Disturbance disturbance;
    private final DataOutputStream toClient;
    private final Set<TopicPartition> asked = new HashSet<>();
    private final Set<TopicPartition> written = new HashSet<>();
    private int unanswered;
    private ByteBuffer refusal;
    private boolean refused;
    private boolean silent;

    Interference(Disturbance disturbance, DataOutputStream toClient) {
        this.disturbance = disturbance;
        this.toClient = toClient;
        this.silent = disturbance == Disturbance.SILENT;
    }

    /**
     * Returns whether a request is to be kept from the broker. Where it is refused its answer is on its way, or will be.
     *
     * @param write    the request, where it is one to write
     * @param partitions what it is to write to
     */
    synchronized boolean keeps(RequestHeader header, ProduceRequest write, Set<TopicPartition> partitions) {
        release();
        if (disturbance == Disturbance.WRITES_UNANSWERED && header.apiKey() == ApiKeys.PRODUCE) {
            silent = true;
        }
        if (silent) {
            return true;
        }
        if (disturbance != Disturbance.WRITES_REFUSED_ONCE || write == null || refused) {
            return false;
        }
        if (!asked.containsAll(partitions) || !allAnswered() || !written.containsAll(partitions)) {
            asked.addAll(partitions);
            return false;
        }
        refused = true;
        refusal = answer(header, write, Errors.NOT_LEADER_OR_FOLLOWER);
        CompletableFuture.delayedExecutor(HELD.toMillis(), TimeUnit.MILLISECONDS, Background.executor("tap"))
                .execute(this::release);
        return true;
    }

    /**
     * Answers a commit with an error that passes, once all that was asked before it is answered; returns whether it came to that.
     */
    synchronized boolean refuses(RequestHeader header, OffsetCommitRequest commit) {
        if (!allAnswered()) {
            return false;
        }
        refusal = answer(header, commit, Errors.COORDINATOR_LOAD_IN_PROGRESS);
        release();
        return true;
    }

    private static ByteBuffer answer(RequestHeader header, AbstractRequest request, Errors error) {
        AbstractResponse answer = request.getErrorResponse(0, error.exception());
        return RequestUtils.serialize(new ResponseHeaderData().setCorrelationId(header.correlationId()),
                header.apiKey().responseHeaderVersion(header.apiVersion()), answer.data(), header.apiVersion());
    }

    /** Notes that a broker is to answer a request. */
    synchronized void passed() {
        unanswered++;
    }

    /** Notes that an answer is on its way to the program. */
    synchronized void answered() {
        unanswered--;
        notifyAll();
    }

    // a producer with five requests on their way at a time would leave no moment at which nothing is
    private boolean allAnswered() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (unanswered > 0 && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return unanswered == 0;
    }

    /** Notes that a broker took a write. */
    synchronized void written(TopicPartition partition) {
        written.add(partition);
    }

    private synchronized void release() {
        if (refusal != null) {
            try {
                Frames.write(refusal, toClient);
            } catch (IOException gone) {
                // so has what it would have seen
                return;
            } finally {
                refusal = null;
            }
        }
    }
}

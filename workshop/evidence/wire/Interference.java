package workshop.evidence.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import workshop.process.Background;

/** Disturbs one connection of a program as its {@link Disturbance} says. Answers have to come in the order of requests. */
final class Interference {

    // how long a refusal waits for the next request of a producer that may send none
    private static final Duration HELD = Duration.ofSeconds(1);
    // how long it waits for the answers to what was asked before
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Set<ApiKeys> OF_GROUPS = Set.of(ApiKeys.DESCRIBE_GROUPS, ApiKeys.CONSUMER_GROUP_DESCRIBE,
            ApiKeys.OFFSET_FETCH, ApiKeys.OFFSET_COMMIT, ApiKeys.JOIN_GROUP, ApiKeys.CONSUMER_GROUP_HEARTBEAT);

    private final Disturbance disturbance;
    private final Set<String> spared;
    private final DataOutputStream toClient;
    private final AtomicBoolean refusedOnce;
    // the numbers of the batches that were refused and have not come again
    private final Map<TopicPartition, Integer> expected = new HashMap<>();
    private int unanswered;
    private ByteBuffer refusal;
    private boolean silent;

    /**
     * Takes what is to be disturbed.
     *
     * @param spared      the topics whose writes are answered when those to other topics are not
     * @param refusedOnce whether the broker has refused something already; its connections share that
     */
    Interference(Disturbance disturbance, Set<String> spared, DataOutputStream toClient, AtomicBoolean refusedOnce) {
        this.disturbance = disturbance;
        this.spared = spared;
        this.toClient = toClient;
        this.refusedOnce = refusedOnce;
        this.silent = disturbance == Disturbance.SILENT;
    }

    /**
     * Returns whether a request is to be kept from the broker. Where it is refused its answer is on its way, or will be.
     *
     * @param write   the request, where it is one to write that wants an answer
     * @param batches what it is to write: the number that an idempotent producer has given the batch for each partition, or -1
     */
    synchronized boolean keeps(RequestHeader header, ProduceRequest write, Map<TopicPartition, Integer> batches) {
        release();
        if (disturbance == Disturbance.WRITES_UNANSWERED && header.apiKey() == ApiKeys.PRODUCE
                && !batches.keySet().stream().map(TopicPartition::topic).allMatch(spared::contains)) {
            silent = true;
        }
        return silent || disturbance == Disturbance.WRITES_REFUSED_ONCE && write != null && refuses(header, write, batches);
    }

    /** Returns whether a request is one that the program may not make of a group. */
    boolean denies(ApiKeys kind) {
        return disturbance == Disturbance.GROUPS_DENIED && OF_GROUPS.contains(kind);
    }

    /** Returns whether nothing is answered any more. */
    synchronized boolean isSilent() {
        return silent;
    }

    private boolean refuses(RequestHeader header, ProduceRequest write, Map<TopicPartition, Integer> batches) {
        boolean first = !refusedOnce.get() && allAnswered() && refusedOnce.compareAndSet(false, true);
        // taken before the refused one it would stay there: a broker that hears of a producer anew takes any number (KAFKA-15591)
        boolean outOfTurn = batches.entrySet().stream()
                .anyMatch(batch -> !batch.getValue().equals(expected.getOrDefault(batch.getKey(), batch.getValue())));
        if (!first && !outOfTurn) {
            expected.keySet().removeAll(batches.keySet());
            return false;
        }
        // without an answer the producer asks again when the request's time is over
        if (allAnswered()) {
            refusal = refusal(header, write, Errors.NOT_LEADER_OR_FOLLOWER.exception());
        }
        if (first) {
            expected.putAll(batches);
            CompletableFuture.delayedExecutor(HELD.toMillis(), TimeUnit.MILLISECONDS, Background.executor("tap"))
                    .execute(this::release);
        } else {
            release();
        }
        return true;
    }

    /** Returns whether what is kept from the broker gets the answer that it is refused. */
    boolean answersWhatItKeeps() {
        return disturbance == Disturbance.WRITES_REFUSED_ONCE;
    }

    /**
     * Answers a request in the broker's place, once all that was asked before it is answered; returns whether it came to that.
     */
    synchronized boolean answers(ByteBuffer answer) {
        release();
        if (!allAnswered()) {
            return false;
        }
        refusal = answer;
        release();
        return true;
    }

    /** Returns the answer that refuses a request. */
    static ByteBuffer refusal(RequestHeader header, AbstractRequest request, ApiException error) {
        AbstractResponse answer = request.getErrorResponse(0, error);
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

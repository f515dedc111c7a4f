package workshop.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import workshop.cluster.ClusterException;

/** Waits for what a cluster was asked. Trouble is the cluster's, never that of a program. */
final class Answers {

    static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration DELETION = Duration.ofSeconds(5);

    private Answers() {
    }

    /** Asks until the broker that answers has heard of the topics: news of a topic reaches the brokers one by one. */
    static <T> T ask(String what, Supplier<KafkaFuture<T>> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        Wait.until("the cluster to " + what, PATIENCE, () -> {
            answer(what, question.get()).ifPresent(answer::set);
            return answer.get() != null;
        });
        return answer.get();
    }

    /** Returns the answer of the cluster, or nothing where the broker that was asked does not know a topic. */
    static <T> Optional<T> answer(String what, KafkaFuture<T> future) {
        try {
            return Optional.ofNullable(future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException || e.getCause() instanceof UnknownTopicIdException) {
                return Optional.empty();
            }
            throw failed(what, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    /** Waits for the answer. */
    static <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    static ClusterException failed(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? " within " + PATIENCE.toSeconds() + " s; are its brokers still there?" : ": " + cause;
        return new ClusterException("the cluster did not " + what + why, cause);
    }

    /** Waits a little for what need not come to be, and returns why it has not where it has not. */
    static Optional<Throwable> awaitIfPossible(KafkaFuture<Void> deletion) {
        try {
            deletion.get(DELETION.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        } catch (TimeoutException e) {
            return Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}

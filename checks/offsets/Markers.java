package checks.offsets;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import workshop.check.Trial;

/**
 * Writes markers of transactions that have no records, one after the other. On a topic with {@link #SEGMENT_MS} each lies in a
 * segment of its own, and a broker answers a fetch from one segment alone: a consumer that has come there gets an answer
 * without a record, and its {@code poll()} returns none, however long it may wait.
 */
final class Markers {

    /** The {@code segment.ms} of their topic: what is a little later begins a new segment. */
    static final String SEGMENT_MS = "1";
    // a producer that no broker has given an id to
    private static final long PRODUCER = 1L << 60;

    private Markers() {
    }

    /** Writes so many markers to a partition; none where the brokers do not let the check. */
    static void write(Trial trial, TopicPartition partition, int count) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                trial.cluster().bootstrapServers()))) {
            for (short epoch = 0; epoch < count; epoch++) {
                awaitAnotherTime();
                admin.abortTransaction(new AbortTransactionSpec(partition, PRODUCER, epoch, 0)).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof ApiException)) {
                throw new IllegalStateException("a marker cannot be written: " + e.getCause().getMessage(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // the clock must move by more than SEGMENT_MS between two of them
    private static void awaitAnotherTime() throws InterruptedException {
        long last = System.currentTimeMillis();
        while (System.currentTimeMillis() < last + 3) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}

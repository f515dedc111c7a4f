package workshop.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Background;

/** Writes what a check wants on a topic before or while a program runs. One serves all the checks of a session. */
public final class RecordWriter implements AutoCloseable {

    // what waits for a cluster waits no longer: a broker that is gone is told, and not waited for in silence
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CompletableFuture<KafkaProducer<String, byte[]>> producer;

    private final Duration patience;

    /** Connects to a cluster, in the background. */
    public RecordWriter(Cluster cluster) {
        this(cluster, PATIENCE);
    }

    /** Connects to a cluster, in the background, and waits for its answers so long. */
    public RecordWriter(Cluster cluster, Duration patience) {
        this.patience = patience;
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(),
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200,
                // a leader that has just become one may refuse the first batch and take the second; the first is then out of
                // order for ever (KAFKA-15591)
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                // a check waits for its records: nothing is gained by waiting for more
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.dividedBy(3).toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        producer = Background.call("writer", () -> new KafkaProducer<>(config, new StringSerializer(),
                new ByteArraySerializer()));
    }

    /**
     * Writes records; all in-sync replicas have them when this returns.
     *
     * @throws ClusterException where the cluster does not take them in time, 15 seconds
     */
    public void write(List<ProducerRecord<String, byte[]>> records) {
        List<Future<?>> sent = new ArrayList<>();
        try {
            records.forEach(record -> sent.add(producer.join().send(record)));
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new ClusterException("the cluster did not take a record of the check: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.join().close(patience);
    }
}

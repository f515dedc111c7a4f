package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import checks.firstconsumer.Commits;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.check.RecordWriter;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.verdict.Judge;

/** Nothing waits for a cluster in silence, and no clock is held against another. */
@DisplayName("patience")
class PatienceTest {

    /** Brokers that are not there; the first address may be none at all. */
    private static final class Gone implements Cluster {

        private boolean closed;
        private String first;

        Gone(String first) {
            this.first = first;
        }

        @Override
        public SortedMap<Integer, String> brokers() {
            return new TreeMap<>();
        }

        @Override
        public String bootstrapServers() {
            String now = first;
            first = "localhost:1";
            return now;
        }

        @Override
        public String kind() {
            return "gone";
        }

        @Override
        public boolean canStopBrokers() {
            return false;
        }

        @Override
        public void stopBroker(int id) {
            throw new ClusterException("gone");
        }

        @Override
        public void killBroker(int id) {
            throw new ClusterException("gone");
        }

        @Override
        public void startBroker(int id) {
            throw new ClusterException("gone");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    @DisplayName("a check's record that no broker takes is told as soon as its time is over, and the writer is closed in it")
    void writer() {
        RecordWriter writer = new RecordWriter(new Gone("localhost:1"), Duration.ofSeconds(1));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            ClusterException told = assertThrows(ClusterException.class,
                    () -> writer.write(List.of(new ProducerRecord<>("orders", new byte[0]))));
            assertTrue(told.getMessage().contains("the cluster did not take a record of the check"), told.getMessage());
            writer.close();
        });
    }

    @Test
    @DisplayName("a judge closes its cluster though its writer cannot be closed")
    void judge() {
        Gone cluster = new Gone("no address");
        assertThrows(CompletionException.class, new Judge(cluster)::close);
        assertTrue(cluster.closed);
    }

    @Test
    @DisplayName("lesson 04: the clock of a broker is not held against that of this machine")
    void clocks() {
        long hourAhead = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
        assertEquals(0, Commits.waitsTooLong(1_000, List.of(hourAhead, hourAhead + 1_000)));
        assertEquals(2, Commits.waitsTooLong(5_000, List.of(hourAhead, hourAhead + 5_000)));
    }
}

package checks.offsets;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import workshop.check.Trial;
import workshop.evidence.Wait;

/** Writes records in a transaction: behind them lies its marker, which no program gets. */
final class Transaction {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Transaction() {
    }

    /** Writes these records, which are for one partition; the marker lies behind them when this returns. */
    static void write(Trial trial, List<ProducerRecord<String, byte[]>> records) {
        TopicPartition partition = new TopicPartition(records.get(0).topic(), records.get(0).partition());
        long before = end(trial, partition);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, trial.cluster().bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, partition.topic()), new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.commitTransaction();
        }
        // the commit is answered before the marker lies on the partition
        Wait.until("the marker of a transaction", PATIENCE, () -> end(trial, partition) == before + records.size() + 1);
    }

    private static long end(Trial trial, TopicPartition partition) {
        return trial.evidence().ends(partition.topic()).get(partition);
    }
}

package workshop.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import workshop.cluster.ClusterException;

/**
 * Reads the batches of a partition. A consumer hands out records one by one; how they were batched and compressed is
 * only in the answer to the fetch request itself.
 */
final class BatchReader {

    // the last version that names topics; later ones go by topic id
    private static final short VERSION = 12;
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private BatchReader() {
    }

    static List<Batch> read(String leader, TopicPartition partition) {
        List<Batch> batches = new ArrayList<>();
        try (BrokerConnection broker = new BrokerConnection(leader)) {
            long offset = 0;
            long before;
            do {
                before = offset;
                for (RecordBatch batch : FetchResponse.recordsOrFail(fetch(broker, partition, offset)).batches()) {
                    offset = batch.nextOffset();
                    // the broker's own marks at the end of a transaction are not what a producer sent
                    if (!batch.isControlBatch()) {
                        batches.add(new Batch(partition, batch.baseOffset(), batch.countOrNull(), batch.sizeInBytes(),
                                batch.compressionType().name, batch.producerId()));
                    }
                }
            } while (offset > before);
        } catch (IOException e) {
            throw new ClusterException("cannot read the batches of " + partition + " from " + leader + ": "
                    + e.getMessage(), e);
        }
        return batches;
    }

    private static FetchResponseData.PartitionData fetch(BrokerConnection broker, TopicPartition partition, long offset)
            throws IOException {
        FetchRequest request = FetchRequest.Builder.forConsumer(VERSION, 0, 0, Map.of(partition,
                new FetchRequest.PartitionData(Uuid.ZERO_UUID, offset, FetchRequest.INVALID_LOG_START_OFFSET, MAX_BYTES,
                        Optional.empty()))).build(VERSION);
        FetchResponse response = (FetchResponse) broker.ask(request);
        if (response.error() != Errors.NONE) {
            throw new IOException(response.error().message());
        }
        FetchResponseData.PartitionData data = response.data().responses().get(0).partitions().get(0);
        if (data.errorCode() != Errors.NONE.code()) {
            throw new IOException(Errors.forCode(data.errorCode()).message());
        }
        return data;
    }
}

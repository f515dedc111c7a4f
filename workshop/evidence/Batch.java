package workshop.evidence;

import org.apache.kafka.common.TopicPartition;

/**
 * A batch as a producer sent it and as it lies in the log.
 *
 * @param partition  where it lies
 * @param baseOffset the offset of its first record
 * @param records    how many records it holds
 * @param bytes      its size in the log, compressed
 * @param codec      {@code none}, {@code gzip}, {@code snappy}, {@code lz4} or {@code zstd}
 * @param producerId the id of the idempotent producer that sent it, or -1
 */
public record Batch(TopicPartition partition, long baseOffset, int records, int bytes, String codec, long producerId) {
}

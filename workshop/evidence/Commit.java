package workshop.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A commit of a group, as {@code __consumer_offsets} keeps it.
 *
 * @param group     the group
 * @param partition what was committed
 * @param offset    the next offset to read; nothing where the commit was deleted
 * @param timestamp when, in milliseconds
 */
public record Commit(String group, TopicPartition partition, Optional<Long> offset, long timestamp) {

    /**
     * Reads a commit from a record of {@code __consumer_offsets}, or nothing where the record is about something else. The
     * layout is that of {@code OffsetCommitKey.json} and {@code OffsetCommitValue.json} in Kafka's group coordinator.
     */
    static Optional<Commit> parse(Stored record) {
        ByteBuffer key = ByteBuffer.wrap(record.key());
        short kind = key.getShort();
        if (kind != 0 && kind != 1) {
            return Optional.empty();
        }
        String group = string(key);
        TopicPartition partition = new TopicPartition(string(key), key.getInt());
        Optional<Long> offset = Optional.ofNullable(record.value())
                .map(value -> ByteBuffer.wrap(value).getLong(Short.BYTES));
        return Optional.of(new Commit(group, partition, offset, record.timestamp()));
    }

    private static String string(ByteBuffer from) {
        byte[] bytes = new byte[from.getShort()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

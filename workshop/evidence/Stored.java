package workshop.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A record as it lies on a topic.
 *
 * @param topic     where it lies
 * @param partition where it lies
 * @param offset    where it lies
 * @param timestamp in milliseconds, as the record says
 * @param key       its bytes, or null
 * @param value     its bytes, or null
 * @param headers   by name; of several with one name the last
 */
public record Stored(String topic, int partition, long offset, long timestamp, byte[] key, byte[] value,
        Map<String, byte[]> headers) {

    /** Returns the key as text, or null. */
    public String keyText() {
        return text(key);
    }

    /** Returns the value as text, or null. */
    public String valueText() {
        return text(value);
    }

    /** Returns the partition that it lies on. */
    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** Returns where it lies, as {@code topic-partition@offset}, which is how Kafka prints it. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}

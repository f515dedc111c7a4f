package workshop.evidence.wire;

/**
 * What a producer asked for a partition, and what the broker answered.
 *
 * @param topic     the topic
 * @param partition the partition
 * @param acks      -1 for all in-sync replicas, 1 for the leader alone, 0 for no answer at all
 * @param error     the broker's answer: {@code NONE}, or the name of an error as in Kafka's {@code Errors}; {@code UNASKED}
 *                  where the producer wanted no answer
 */
public record Produced(String topic, int partition, short acks, String error) {

    /** Stands for the answer that a producer with {@code acks=0} does not get. */
    public static final String UNASKED = "UNASKED";

    /** Returns whether the broker took the records. */
    public boolean taken() {
        return error.equals("NONE");
    }

    /** Returns whether the broker said that it did not take the records. */
    public boolean refused() {
        return !taken() && !error.equals(UNASKED);
    }
}

package workshop.evidence.wire;

/**
 * A broker's word that it has taken a batch.
 *
 * @param baseOffset the offset of its first record
 * @param nanoTime   when the word went by, as {@link System#nanoTime()} has it; the program had it later
 */
public record Confirmation(long baseOffset, long nanoTime) {
}

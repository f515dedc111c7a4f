package workshop.mutate;

/**
 * A source with one small change.
 *
 * @param line where it begins, counted from 1
 * @param text the whole source, changed
 */
public record Change(int line, String text) {
}

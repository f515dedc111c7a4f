package workshop.mutate;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One way in which a program goes wrong.
 *
 * @param name    says what it does: {@code a setting removed}
 * @param changes finds the places in a source, and returns the source with each of them changed; the compiler says later which of them
 *                are programs
 */
public record Mutator(String name, Function<Source, Stream<Change>> changes) {
}

package workshop.mutate;

import java.util.List;
import java.util.stream.Stream;

/** All ways in which programs are made wrong. */
public final class Mutators {

    /** Those of the field, then those of the language: of two that make the same change, the former says more about it. */
    public static final List<Mutator> ALL = Stream.of(SettingMutators.ALL, SurroundingsMutators.ALL, InputMutators.ALL, AnswerMutators.ALL,
            ErrorMutators.ALL, CommitMutators.ALL, OffsetMutators.ALL, LoopMutators.ALL, ClosingMutators.ALL, FigureMutators.ALL,
            LanguageMutators.ALL, ExpressionMutators.ALL).flatMap(List::stream).toList();

    private Mutators() {
    }

    /** Returns those with a text in their names. */
    public static List<Mutator> named(String part) {
        return ALL.stream().filter(mutator -> mutator.name().contains(part)).toList();
    }
}

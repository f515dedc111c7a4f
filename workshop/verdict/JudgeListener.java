package workshop.verdict;

/** Hears how far a judgement has come. */
@FunctionalInterface
public interface JudgeListener {

    /** The program was started for the first time. */
    default void started() {
    }

    /** A fact was established. */
    void established(FactResult fact);
}

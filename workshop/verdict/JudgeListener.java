package workshop.verdict;

/** Hears how far a judgement has come. */
@FunctionalInterface
public interface JudgeListener {

    /** The program was started for the first time. */
    default void started() {
    }

    /** The program is judged again, as chance has left a fact open: what was established so far does not count. */
    default void again() {
    }

    /** A fact was established; the verdict may still say that nothing can be said of it. */
    void established(FactResult fact);
}

package workshop.verdict;

import java.util.function.IntFunction;

/** Judges a program again where nothing but chance has left a fact open. */
public final class Rounds {

    // a program that misses its moment three times misses it by itself
    private static final int MOST = 3;

    private Rounds() {
    }

    /**
     * What one round has come to.
     *
     * @param anyMissed whether the moment of some fact was missed by chance
     */
    public record Round(Verdict verdict, boolean anyMissed) {

        private boolean isLeftToChance() {
            return anyMissed && verdict.result() == Verdict.Result.INCOMPLETE;
        }
    }

    /**
     * Returns the verdict of the first round in which chance has left nothing open, or of the third one.
     *
     * @param once  judges in the round of a number, from 0 on
     * @param again done before each round but the first
     */
    public static Verdict judge(IntFunction<Round> once, Runnable again) {
        Round round = once.apply(0);
        for (int number = 1; number < MOST && round.isLeftToChance(); number++) {
            again.run();
            round = once.apply(number);
        }
        return round.verdict();
    }
}

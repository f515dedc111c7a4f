package workshop.learn;

import workshop.verdict.FactResult;
import workshop.verdict.Verdict;

/** What happens while somebody learns. */
public sealed interface Event {

    /** A key was typed; {@link Screen} says what the special ones are. */
    record Typed(int key) implements Event {
    }

    /** The program was saved. */
    record Saved() implements Event {
    }

    /** The check of a save has established a fact; saves are counted, so that news of an old one is known as such. */
    record Established(int save, FactResult fact) implements Event {
    }

    /** A save waits for the brokers, on which something else is judged. */
    record Waiting(int save) implements Event {
    }

    /** A save is judged again, as chance has left a fact open: what was established of it does not count. */
    record Again(int save) implements Event {
    }

    /** The compiler has come to its end with a save. */
    record Compiled(int save) implements Event {
    }

    /** The program of a save was started. */
    record Started(int save) implements Event {
    }

    /** A save was judged. */
    record Judged(int save, Verdict verdict) implements Event {
    }

    /** The brokers are there, or something else has changed that the screen shows. */
    record Changed() implements Event {
    }

    /** The brokers have ended; others are starting in their place, and nothing is judged on the old ones any more. */
    record BrokersEnded() implements Event {
    }

    /** The session goes on that Ctrl-Z had stopped while something else had the terminal. */
    record Continued() implements Event {
    }

    /** Nothing more can be done; the message says why. */
    record Over(String message) implements Event {
    }
}

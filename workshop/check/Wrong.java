package workshop.check;

/**
 * A fact does not hold. Says it in three short texts: what was seen, the rule of Kafka behind it, and where to look.
 *
 * <pre>{@code throw Wrong.seen("…").means("…").lookAt("…");}</pre>
 */
public final class Wrong extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String seen;
    private final String means;
    private final String lookAt;
    private final boolean late;

    private Wrong(String seen, String means, String lookAt, boolean late) {
        super(seen);
        this.seen = seen;
        this.means = means;
        this.lookAt = lookAt;
        this.late = late;
    }

    /** Begins with what the cluster showed, with the real partition, offset and key. */
    public static Wrong seen(String seen) {
        return new Wrong(seen, "", "", false);
    }

    /** Returns the same with the rule of Kafka behind it. */
    public Wrong means(String rule) {
        return new Wrong(seen, rule, lookAt, late);
    }

    /** Returns the same with where to look; never the answer. */
    public Wrong lookAt(String place) {
        return new Wrong(seen, means, place, late);
    }

    /**
     * Returns the same of a program that has not come to something in time: before that is held against it the machine is asked
     * whether it was too busy.
     */
    public Wrong late() {
        return new Wrong(seen, means, lookAt, true);
    }

    /** Returns whether the program has not come to something in time. */
    public boolean isLate() {
        return late;
    }

    /** Returns what the cluster showed. */
    public String seen() {
        return seen;
    }

    /** Returns the rule of Kafka behind it. */
    public String means() {
        return means;
    }

    /** Returns where to look. */
    public String lookAt() {
        return lookAt;
    }
}

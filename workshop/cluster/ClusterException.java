package workshop.cluster;

/** The cluster cannot be started, or did not do as it was told: no fault of the program that is judged. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes what failed and what to do about it, for a person. */
    public ClusterException(String message) {
        super(message);
    }

    /** Takes what failed and what to do about it, for a person, and what it came from. */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}

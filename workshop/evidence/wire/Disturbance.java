package workshop.evidence.wire;

/** What a program meets behind a {@link Tap} that a quiet cluster would not show. */
public enum Disturbance {
    /** Nothing is disturbed. */
    NONE,
    /**
     * Once at each broker the first request to write is not taken but answered by an error that passes
     * ({@code NOT_LEADER_OR_FOLLOWER}), as when a partition changes its leader. By then the producer has the next request on
     * its way, if it sends one without waiting a second. Of a producer that numbers its batches the broker takes none out of
     * turn until the refused one comes again; of another one it takes what comes.
     */
    WRITES_REFUSED_ONCE,
    /** What is to be written is taken by no broker, and no answer comes; all that was asked before is answered. */
    WRITES_UNANSWERED,
    /** Whoever asks what a group does, or has committed, is told that it may not know ({@code GROUP_AUTHORIZATION_FAILED}). */
    GROUPS_DENIED,
    /** No request is answered: the brokers accept connections, and are silent. */
    SILENT
}

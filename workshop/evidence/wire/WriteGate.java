package workshop.evidence.wire;

import java.util.Set;

/** Hears of each request to write of a program, before a broker does. */
@FunctionalInterface
public interface WriteGate {

    /** Lets every request pass at once. */
    WriteGate OPEN = topics -> { };

    /**
     * Hears of a request to write to these topics. The request, and what the program asks of the same broker after it, waits until
     * this returns; what it asks of others, as of the coordinator of its group, does not.
     */
    void asked(Set<String> topics);
}

package workshop.doctor;

/**
 * What this machine has of one thing that the workshop needs.
 *
 * @param what   the thing
 * @param enough whether the workshop can do its work with it
 * @param said   what there is
 * @param remedy what to do, in a sentence; empty where there is enough
 */
public record Finding(String what, boolean enough, String said, String remedy) {

    static Finding ok(String what, String said) {
        return new Finding(what, true, said, "");
    }

    static Finding lacking(String what, String said, String remedy) {
        return new Finding(what, false, said, remedy);
    }
}

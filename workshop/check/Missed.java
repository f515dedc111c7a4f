package workshop.check;

import org.opentest4j.TestAbortedException;

/** Nothing can be said of a fact as its moment went by this time: judged again, it is likely to be met. */
public final class Missed extends TestAbortedException {

    private static final long serialVersionUID = 1L;

    Missed(String what) {
        super(what);
    }
}

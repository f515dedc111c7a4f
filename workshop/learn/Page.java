package workshop.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * What the learner sees, in lines.
 *
 * @param head  what always stands on top: how far the learner is, and what the page is about
 * @param body  what is scrolled where it does not fit
 * @param focus the line of the body that is to be seen first
 * @param foot  what always stands below: the keys
 */
record Page(List<String> head, List<String> body, int focus, List<String> foot) {

    /** Returns all of it, one after the other. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(head);
        lines.addAll(body);
        lines.addAll(foot);
        return lines;
    }
}

package workshop.learn;

import java.util.ArrayList;
import java.util.List;
import workshop.verdict.Style;

/** The part of a page that is on the terminal: its head and foot, and of its body as much as there is room for. */
final class Viewport {

    // of what comes before the focus, so that one knows where one is; and behind it, so that more than its first line is seen
    private static final int ABOVE = 1;
    private static final int BELOW = 6;
    private static final int LEAST = 3;

    private int first;
    private int room = LEAST;
    private boolean scrolled;

    /** Shows the next page where its focus is, however the one before was scrolled. */
    void reset() {
        scrolled = false;
    }

    /** Moves the body by a number of lines, down where it is positive. */
    void scroll(int lines) {
        first += lines;
        scrolled = true;
    }

    /** Moves the body by as many lines as are seen of it but one, down where the sign is positive. */
    void scrollPage(int sign) {
        scroll(sign * Math.max(1, room - 1));
    }

    /**
     * Returns the lines to show.
     *
     * @param rows how many the terminal has
     */
    List<String> lines(Page page, int rows, Style style) {
        room = Math.max(LEAST, rows - page.head().size() - page.foot().size());
        int last = Math.max(0, page.body().size() - room);
        if (!scrolled) {
            // all from the beginning on, where the focus is seen then
            first = page.focus() + BELOW < room ? 0 : page.focus() - ABOVE;
        }
        first = Math.max(0, Math.min(last, first));
        int end = Math.min(page.body().size(), first + room);
        List<String> lines = new ArrayList<>(page.head());
        lines.addAll(page.body().subList(first, end));
        if (last > 0) {
            // in place of the empty line above the keys
            lines.add(style.dim("  ↑ ↓ PageUp PageDown · lines " + (first + 1) + " to " + end + " of " + page.body().size()));
            lines.addAll(page.foot().subList(1, page.foot().size()));
        } else {
            lines.addAll(page.foot());
        }
        return lines;
    }
}

package workshop.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workshop.process.Printable;
import workshop.verdict.FactResult;
import workshop.verdict.Lesson;
import workshop.verdict.Style;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/** What the learner sees: a page of lines, made from the state of things. */
final class Page {

    private static final String INDENT = "  ";
    private static final String BETWEEN_KEYS = " · ";

    private final Overview overview;
    private final boolean byLine;
    private final Style style;
    private final TextReport report;

    /**
     * Takes how far the learner is, and what the terminal can do.
     *
     * @param colour  whether it shows colour
     * @param byLine  whether it gives a key only when Enter was typed after it
     * @param columns how many columns it has
     */
    Page(Overview overview, boolean colour, boolean byLine, int columns) {
        this.overview = overview;
        this.byLine = byLine;
        this.style = new Style(colour, columns);
        this.report = new TextReport(style);
    }

    /**
     * Returns the page of a lesson.
     *
     * @param facts   what is established of the program that is being judged
     * @param verdict on the program, once it was judged
     * @param doing   what goes on, in a word or two; empty where nothing does
     * @param hints   those that were asked for
     * @param note    something to tell besides; may be empty
     */
    List<String> lesson(Lesson lesson, List<FactResult> facts, Optional<Verdict> verdict, String doing, List<String> hints,
            String note) {
        List<String> page = head();
        if (verdict.isPresent() && doing.isEmpty()) {
            page.addAll(report.of(verdict.get()).stripTrailing().lines().toList());
        } else {
            page.add(style.bold(lesson.number() + " · " + lesson.title()));
            page.add("");
            if (doing.isEmpty()) {
                page.addAll(wrapped("Read lessons/" + lesson.folder() + "/README.md, and edit " + lesson.name()
                        + ".java beside it. It is judged each time you save it."));
            } else {
                facts.forEach(fact -> page.addAll(report.line(fact).lines().toList()));
                page.add(style.dim(INDENT + doing));
            }
        }
        for (int degree = 0; degree < hints.size(); degree++) {
            page.add("");
            page.addAll(wrapped("Hint " + (degree + 1) + ": " + hints.get(degree)));
        }
        if (!note.isEmpty()) {
            page.add("");
            page.addAll(wrapped(Printable.text(note)));
        }
        boolean passed = overview.isPassed(lesson);
        page.add("");
        page.addAll(keys(hints.size() < Lesson.DEGREES ? "h hint" : "", passed ? "n next" : "", "l list", "r run",
                "s solution", "e edit", "q quit"));
        return page;
    }

    /** Returns the page with the list of lessons, one of them marked. */
    List<String> list(Lesson marked) {
        List<String> page = head();
        List<String> lines = overview.lines();
        for (int i = 0; i < lines.size(); i++) {
            boolean here = overview.course().lessons().get(i).equals(marked);
            page.add(here ? style.inverse("›" + lines.get(i).substring(1)) : lines.get(i));
        }
        page.add("");
        page.addAll(keys(byLine ? "k up, j down" : "↑ ↓ choose", "Enter open", "l back", "q quit"));
        return page;
    }

    /** Returns the page with a difference. */
    List<String> solution(Lesson lesson, List<String> difference) {
        List<String> page = head();
        page.add(style.bold(lesson.number() + " · " + lesson.title() + ": the solution"));
        page.add("");
        difference.forEach(line -> page.add(Difference.painted(Printable.text(line), style)));
        page.add("");
        page.addAll(keys("s back", "q quit"));
        return page;
    }

    private List<String> head() {
        return new ArrayList<>(List.of(style.bold("Three Brokers") + "   " + overview.bar(), ""));
    }

    private List<String> keys(String... keys) {
        String offered = String.join(BETWEEN_KEYS, List.of(keys).stream().filter(key -> !key.isEmpty()).toList());
        return style.wrap(INDENT, offered + (byLine ? ", each with Enter" : ""), BETWEEN_KEYS).stream().map(style::dim).toList();
    }

    private List<String> wrapped(String text) {
        return style.wrap(INDENT, text);
    }
}

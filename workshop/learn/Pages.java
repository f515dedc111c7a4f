package workshop.learn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import workshop.process.Printable;
import workshop.verdict.FactResult;
import workshop.verdict.Lesson;
import workshop.verdict.Style;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;

/** Makes the pages of a session, each from the state of things. */
final class Pages {

    private static final String INDENT = "  ";
    private static final String BETWEEN_KEYS = " · ";

    private final Overview overview;
    private final boolean byLine;
    private final Style style;
    private final TextReport report;

    /**
     * Takes how far the learner is, and what the terminal can do.
     *
     * @param byLine whether it gives a key only when Enter was typed after it
     */
    Pages(Overview overview, Style style, boolean byLine) {
        this.overview = overview;
        this.byLine = byLine;
        this.style = style;
        this.report = new TextReport(style);
    }

    /**
     * Returns the page of a lesson.
     *
     * @throws IOException where the text of the lesson cannot be read
     */
    Page lesson(LessonState state) throws IOException {
        List<String> body = new ArrayList<>();
        // above the facts, so that a hint and what it is about are seen together
        for (int degree = 0; degree < state.hints().size() && !state.hasPassed(); degree++) {
            body.addAll(wrapped("Hint " + (degree + 1) + ": " + state.hints().get(degree)));
            body.add("");
        }
        if (state.isJudged()) {
            body.addAll(report.body(state.verdict().get()).stripTrailing().lines().toList());
        } else {
            if (state.doing().isEmpty()) {
                if (overview.isPassed(state.lesson())) {
                    body.addAll(wrapped("You passed this lesson on " + overview.day(state.lesson()) + "."));
                }
                body.addAll(wrapped("Read lessons/" + state.lesson().folder() + "/README.md (t), and edit " + state.lesson().name()
                        + ".java beside it.\nIt is judged each time you save it:"));
                body.add("");
            }
            body.addAll(facts(state));
        }
        if (state.hasPassed()) {
            body.addAll(passed(state.lesson()));
        }
        List<String> head = head();
        head.add(state.isJudged() ? report.headline(state.verdict().get())
                : report.headline(state.lesson(), style.dim(state.doing()), state.doing().length()));
        head.add("");
        return new Page(head, body, Math.max(0, firstFailed(body)), foot(state));
    }

    private List<String> facts(LessonState state) {
        List<String> names = state.lesson().facts();
        List<FactResult> known = state.facts();
        Stream<String> lines = Stream.concat(known.stream().map(report::line),
                names.stream().skip(known.size()).map(report::pending));
        return lines.flatMap(String::lines).toList();
    }

    private static int firstFailed(List<String> body) {
        for (int line = 0; line < body.size(); line++) {
            if (body.get(line).contains("✗")) {
                return line;
            }
        }
        return -1;
    }

    private List<String> passed(Lesson lesson) throws IOException {
        List<String> lines = new ArrayList<>(List.of("", INDENT + style.green("You now know")));
        for (String known : lesson.nowKnown()) {
            lines.addAll(style.wrap(INDENT + INDENT, known.replace("`", "")));
        }
        lines.add("");
        if (overview.next().isEmpty()) {
            lines.addAll(wrapped("You have passed all " + overview.course().lessons().size()
                    + " lessons. What next: read the solutions with their reasons (s), or have your programs judged with"
                    + " other data (./jbang check --all)."));
        } else {
            Lesson next = overview.next().get();
            lines.addAll(wrapped("Next (n): lesson " + next.number() + ", " + next.title() + "."));
        }
        return lines;
    }

    private List<String> foot(LessonState state) {
        List<String> foot = new ArrayList<>(List.of(""));
        if (!state.note().isEmpty()) {
            foot.addAll(wrapped(Printable.text(state.note())));
        }
        if (!state.brokers().isEmpty()) {
            foot.addAll(wrapped(state.brokers()).stream().map(style::dim).toList());
        }
        boolean next = overview.isPassed(state.lesson()) && overview.next().isPresent();
        foot.addAll(keys(state.hints().size() < Lesson.DEGREES ? "h hint" : "", next ? "n next" : "", "t text", "l list", "r run",
                "s solution", "e edit", "q quit"));
        return foot;
    }

    /** Returns the page with the list of lessons, one of them marked. */
    Page list(Lesson marked) {
        List<String> body = new ArrayList<>();
        for (Lesson lesson : overview.course().lessons()) {
            String line = overview.line(lesson, lesson.equals(marked));
            body.add(lesson.equals(marked) ? style.inverse(line) : line);
        }
        return new Page(head(), body, overview.course().lessons().indexOf(marked),
                foot(byLine ? "k up, j down" : "↑ ↓ choose", "Enter open", byLine ? "l back" : "Esc back", "q quit"));
    }

    /** Returns the page with a difference. */
    Page solution(Lesson lesson, List<String> difference) {
        List<String> body = difference.stream().flatMap(line -> Difference.painted(Printable.text(line), style).stream()).toList();
        return titled(lesson, "the solution", body, "s back");
    }

    /** Returns the page with the text of a lesson. */
    Page text(Lesson lesson, List<String> text) {
        return titled(lesson, "the text", text, "t back");
    }

    private Page titled(Lesson lesson, String what, List<String> body, String back) {
        List<String> head = head();
        head.add(style.bold(lesson.number() + " · " + lesson.title() + ": " + what));
        head.add("");
        return new Page(head, body, 0, foot(back, "q quit"));
    }

    private List<String> head() {
        return new ArrayList<>(List.of(style.bold("Three Brokers") + "   " + overview.bar(style), ""));
    }

    private List<String> foot(String... keys) {
        List<String> foot = new ArrayList<>(List.of(""));
        foot.addAll(keys(keys));
        return foot;
    }

    private List<String> keys(String... keys) {
        String offered = String.join(BETWEEN_KEYS, List.of(keys).stream().filter(key -> !key.isEmpty()).toList());
        return style.wrap(INDENT, offered + (byLine ? ", each with Enter" : ""), BETWEEN_KEYS).stream().map(style::dim).toList();
    }

    private List<String> wrapped(String text) {
        return style.wrap(INDENT, text);
    }
}

package workshop.verdict;

import java.io.File;
import java.nio.file.Path;
import workshop.verdict.FactResult.Outcome;

/** Writes a verdict for a person at a terminal, with colour or without. */
public final class TextReport {

    private static final int SCORE = 20;
    private static final String INDENT = "      ";

    private final Style style;

    /** Takes whether the reader's terminal shows colour. */
    public TextReport(boolean colour) {
        this(new Style(colour, Style.WIDTH));
    }

    /** Takes what the reader's terminal can show. */
    public TextReport(Style style) {
        this.style = style;
    }

    /** Returns the verdict, with an empty line at its end. */
    public String of(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        String title = verdict.lesson().number() + " · " + verdict.lesson().title();
        String score = score(verdict);
        text.append(style.bold(title)).append(" ".repeat(Math.max(3, style.columns() - SCORE - title.length())))
                .append(verdict.result() == Verdict.Result.PASSED ? style.green(score) : style.red(score)).append("\n\n");
        for (int i = 0; i < verdict.facts().size(); i++) {
            FactResult fact = verdict.facts().get(i);
            text.append(line(fact));
            // facts are often skipped together, for one reason: it is said once, after the last of them
            boolean last = i + 1 == verdict.facts().size() || !verdict.facts().get(i + 1).seen().equals(fact.seen());
            if (fact.outcome() == Outcome.SKIPPED && last && !verdict.isSpared(fact)) {
                text.append(said("", fact.seen()));
            }
        }
        if (verdict.result() == Verdict.Result.FAILED && verdict.seed().isPresent()) {
            text.append('\n').append(style.dim("  with the same data again: --seed " + verdict.seed().getAsLong())).append('\n');
        }
        if (!verdict.message().isEmpty()) {
            text.append(verdict.facts().isEmpty() ? "" : "\n").append(message(verdict));
        }
        return text.append('\n').toString();
    }

    /** Returns one line of a verdict and, for a fact that does not hold, what was seen, what it means, where to look. */
    public String line(FactResult fact) {
        return switch (fact.outcome()) {
            case PASSED -> "  " + style.green("✓") + " " + name(fact) + "\n";
            case SKIPPED -> "  " + style.dim("– " + name(fact)) + "\n";
            case FAILED -> "  " + style.red("✗") + " " + style.bold(name(fact)) + "\n" + said("Seen", fact.seen())
                    + said("Means", fact.means()) + said("Try", fact.lookAt());
        };
    }

    // a line that is a little too long is easier to read than two, where there is room for it
    private String name(FactResult fact) {
        return style.columns() < Style.WIDTH ? wrap("    ", fact.name()).strip() : fact.name();
    }

    private static String score(Verdict verdict) {
        return switch (verdict.result()) {
            case PASSED, FAILED -> verdict.count(Outcome.PASSED) + " of " + verdict.facts().size() + " facts";
            case BROKEN -> "does not compile or start";
            case SICK -> "no verdict";
        };
    }

    private String message(Verdict verdict) {
        String message = verdict.message().replace(Path.of("").toAbsolutePath() + File.separator, "");
        if (verdict.result() == Verdict.Result.SICK) {
            return wrap("  ", "The workshop had trouble, so this says nothing about your program: " + message);
        }
        // what the compiler says keeps its lines
        return verdict.result() == Verdict.Result.BROKEN ? message.indent(2) : wrap("  ", message);
    }

    private String said(String label, String text) {
        if (text.isEmpty()) {
            return "";
        }
        String head = label.isEmpty() ? "    " : INDENT + label + " ".repeat(7 - label.length());
        String wrapped = wrap(" ".repeat(head.length()), text);
        return label.isEmpty() ? style.dim(wrapped.stripTrailing()) + "\n" : INDENT + style.dim(label)
                + " ".repeat(7 - label.length()) + wrapped.stripLeading();
    }

    private String wrap(String indent, String text) {
        return String.join("\n", style.wrap(indent, text)) + "\n";
    }
}

package workshop.verdict;

import java.io.File;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import workshop.verdict.FactResult.Outcome;

/** Writes a verdict for a person at a terminal, with colour or without. */
public final class TextReport {

    private static final int LABEL = 7;
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
        return headline(verdict) + "\n\n" + body(verdict);
    }

    /** Returns what stands below the {@link #headline(Verdict)}, with an empty line at its end. */
    public String body(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < verdict.facts().size(); i++) {
            FactResult fact = verdict.facts().get(i);
            text.append(line(fact));
            // facts are often skipped together, for one reason: it is said once, after the last of them
            boolean last = i + 1 == verdict.facts().size() || !verdict.facts().get(i + 1).seen().equals(fact.seen());
            if (fact.outcome() == Outcome.SKIPPED && last && !verdict.isSpared(fact)) {
                text.append(reason(fact.seen()));
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

    /** Returns the lesson and how many facts hold, on one line without its end. */
    public String headline(Verdict verdict) {
        String score = score(verdict);
        return headline(verdict.lesson(), switch (verdict.result()) {
            case PASSED -> style.green(score);
            case INCOMPLETE -> style.yellow(score);
            default -> style.red(score);
        }, score.length());
    }

    /**
     * Returns the lesson and something else at the end of the line.
     *
     * @param state  what, with its colours
     * @param length how many letters of it are seen
     */
    public String headline(Lesson lesson, String state, int length) {
        return style.bold(title(lesson)) + (length == 0 ? ""
                : " ".repeat(Math.max(3, style.columns() - length - title(lesson).length())) + state);
    }

    private static String title(Lesson lesson) {
        return lesson.number() + " · " + lesson.title();
    }

    /** Returns the line of a fact of which nothing is known yet. */
    public String pending(String name) {
        return "  " + style.dim("· " + wrap("    ", name).strip()) + "\n";
    }

    /** Returns one line of a verdict and, for a fact that does not hold, what was seen, what it means, where to look. */
    public String line(FactResult fact) {
        return switch (fact.outcome()) {
            case PASSED -> "  " + style.green("✓") + " " + name(fact) + "\n";
            case SKIPPED -> "  " + style.dim("– " + name(fact)) + "\n";
            case FAILED -> "  " + style.red("✗") + " " + style.bold(name(fact)) + "\n" + said("Seen", style::yellow, fact.seen())
                    + said("Means", style::cyan, fact.means()) + said("Try", style::magenta, fact.lookAt());
        };
    }

    private String name(FactResult fact) {
        return wrap("    ", fact.name()).strip();
    }

    private static String score(Verdict verdict) {
        return switch (verdict.result()) {
            case PASSED -> "✓ passed, " + counted(verdict);
            case INCOMPLETE -> "incomplete, " + counted(verdict) + " passed";
            case FAILED -> counted(verdict) + " passed";
            case BROKEN -> "does not compile or start";
            case SICK -> "no verdict";
        };
    }

    private static String counted(Verdict verdict) {
        return verdict.count(Outcome.PASSED) + " of " + verdict.facts().size();
    }

    private String message(Verdict verdict) {
        String message = verdict.message().replace(Path.of("").toAbsolutePath() + File.separator, "");
        if (verdict.result() == Verdict.Result.SICK) {
            return wrap("  ", "The workshop had trouble, so this says nothing about your program: " + message);
        }
        // what the compiler says keeps its lines
        return verdict.result() == Verdict.Result.BROKEN ? message.indent(2) : wrap("  ", message);
    }

    private String said(String label, UnaryOperator<String> colour, String text) {
        if (text.isEmpty()) {
            return "";
        }
        String blanks = " ".repeat(LABEL - label.length());
        return INDENT + colour.apply(label) + blanks + wrap(INDENT + " ".repeat(LABEL), text).stripLeading();
    }

    private String reason(String text) {
        return text.isEmpty() ? "" : style.dim(wrap("    ", text).stripTrailing()) + "\n";
    }

    private String wrap(String indent, String text) {
        return String.join("\n", style.wrap(indent, text)) + "\n";
    }
}

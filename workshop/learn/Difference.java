package workshop.learn;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import workshop.verdict.Style;

/** How one program differs from another, as {@code diff -u} shows it. */
public final class Difference {

    private static final int CONTEXT = 3;

    private Difference() {
    }

    /**
     * Returns the lines of the difference; one that says so where there is none.
     *
     * @throws IOException where a file cannot be read
     */
    public static List<String> between(Path yours, Path solution) throws IOException {
        List<String> before = Files.exists(yours) ? Files.readAllLines(yours) : List.of();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff("your " + yours.getFileName(), "the solution", before,
                DiffUtils.diff(before, Files.readAllLines(solution)), CONTEXT);
        return lines.isEmpty() ? List.of("Your program is the solution, letter for letter.") : lines;
    }

    /** Returns a line of a difference in the colours that people know, in as many lines as it needs to fit. */
    public static List<String> painted(String line, Style style) {
        UnaryOperator<String> colour = line.startsWith("+") ? style::green : line.startsWith("-") ? style::red
                : line.startsWith("@") ? style::cyan : UnaryOperator.identity();
        return style.wrapCode(line).stream().map(colour).toList();
    }
}

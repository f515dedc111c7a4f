package workshop.mutate;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A program with one small change.
 *
 * @param program the program as reports call it: {@code solution}, {@code right/InTransaction}
 * @param file    the name of its file, which Java wants to be that of its class
 * @param mutator what was done to it
 * @param line    where
 * @param before  the source before
 * @param after   the source after
 */
public record Mutant(String program, String file, String mutator, int line, String before, String after) {

    private static final int DIGITS = 12;
    private static final int CONTEXT = 2;

    /** Returns a name that the same change of the same program always has, and no other one. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((program + "\n" + after).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the difference as {@code diff -u} shows it. */
    public List<String> difference() {
        return difference(CONTEXT);
    }

    /** Returns the lines that went and came, with {@code -} and {@code +} and a blank before each, and without indentation. */
    public List<String> changedLines() {
        return difference(0).stream().skip(2).filter(line -> line.startsWith("-") || line.startsWith("+"))
                .map(line -> line.charAt(0) + " " + line.substring(1).strip()).map(String::strip).toList();
    }

    /** Returns the line over its difference. */
    public String headline() {
        return String.format(Locale.ROOT, "%s  %s: %s, line %d", id(), mutator, program, line);
    }

    private List<String> difference(int context) {
        List<String> lines = before.lines().toList();
        return UnifiedDiffUtils.generateUnifiedDiff(program, "mutant " + id(), lines,
                DiffUtils.diff(lines, after.lines().toList()), context);
    }
}

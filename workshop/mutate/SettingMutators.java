package workshop.mutate;

import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings of a client that are not there, or far from what the lesson needs. */
final class SettingMutators {

    // settings whose values are words: one extreme and the other
    private static final Map<String, String> WORST = Map.of("acks", "\"0\"", "auto.offset.reset", "\"none\"",
            "compression.type", "\"none\"", "isolation.level", "\"read_uncommitted\"", "enable.auto.commit", "true",
            "enable.idempotence", "false", "allow.auto.create.topics", "true", "group.protocol", "\"classic\"");
    private static final Map<String, String> OTHER = Map.of("acks", "\"1\"", "auto.offset.reset", "\"latest\"",
            "compression.type", "\"gzip\"", "isolation.level", "\"read_committed\"", "enable.auto.commit", "false",
            "enable.idempotence", "true", "allow.auto.create.topics", "false", "group.protocol", "\"consumer\"");
    private static final Pattern CONSTANT = Pattern.compile("(?:\\w+\\.)?([A-Z_]+)_CONFIG");
    private static final Pattern NAME = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)+|acks|retries)\"");
    private static final Pattern NUMBER = Pattern.compile(".*\\.(ms|bytes|records|size|retries|memory|connection)|retries");

    static final List<Mutator> ALL = List.of(
            new Mutator("a setting removed", SettingMutators::removed),
            new Mutator("a setting at its least", source -> with(source, WORST, "1")),
            new Mutator("a setting at its most", source -> with(source, OTHER, "Integer.MAX_VALUE")));

    private SettingMutators() {
    }

    private static Stream<Change> removed(Source source) {
        return settings(source).map(call -> call.getParentNode().orElseThrow()).filter(ExpressionStmt.class::isInstance)
                .map(statement -> source.without((ExpressionStmt) statement));
    }

    private static Stream<Change> with(Source source, Map<String, String> words, String number) {
        return settings(source).flatMap(call -> {
            String setting = name(call.getArgument(0));
            String value = words.get(setting);
            if (value == null && NUMBER.matcher(setting).matches()) {
                // a text where the settings are texts
                value = call.getNameAsString().equals("setProperty") ? "String.valueOf(" + number + ")" : number;
            }
            return value == null ? Stream.of() : Stream.of(source.replace(call.getArgument(1), value));
        });
    }

    /** Returns the calls that make a setting. */
    static Stream<MethodCallExpr> settings(Source source) {
        return Stream.concat(source.calls("put"), source.calls("setProperty"))
                .filter(call -> call.getArguments().size() == 2 && !name(call.getArgument(0)).isEmpty());
    }

    /** Returns the name of the setting that an expression names, by a constant of Kafka's or a text; empty where it names none. */
    static String name(Expression expression) {
        var constant = CONSTANT.matcher(expression.toString());
        if (constant.matches()) {
            return constant.group(1).toLowerCase(Locale.ROOT).replaceFirst("_class$", "").replace('_', '.').replace("_doc", "");
        }
        var name = NAME.matcher(expression.toString());
        return name.matches() ? name.group(1) : "";
    }
}

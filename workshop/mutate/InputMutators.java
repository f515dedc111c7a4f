package workshop.mutate;

import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BinaryExpr.Operator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What comes in is changed before it is used, or used without a look. */
final class InputMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("input trimmed", source -> input(source).map(each -> source.replace(each, source.text(each) + ".trim()"))),
            new Mutator("input lower-cased", source -> input(source)
                    .map(each -> source.replace(each, source.text(each) + ".toLowerCase()"))),
            new Mutator("another charset", InputMutators::charset),
            new Mutator("records in another charset", InputMutators::recordCharset),
            new Mutator("a null check left out", InputMutators::nullCheck));

    // what gives a text that is not the program's own; where it gives something else, the change does not compile
    private static final Set<String> SOURCES = Set.of("key", "value", "readLine", "nextLine", "readString");
    private static final String NULL = "null";

    private InputMutators() {
    }

    private static Stream<Expression> input(Source source) {
        return source.all(MethodCallExpr.class).filter(call -> SOURCES.contains(call.getNameAsString())).map(call -> call);
    }

    private static Stream<Change> charset(Source source) {
        Stream<Change> named = source.all(FieldAccessExpr.class).filter(each -> each.getNameAsString().equals("UTF_8"))
                .map(each -> source.replace(each, source.text(each).replace("UTF_8", "ISO_8859_1")));
        Stream<Change> unnamed = source.calls("getBytes").filter(call -> call.getArguments().isEmpty()).map(call -> source.replace(call,
                source.text(call).replaceFirst("\\(\\s*\\)$", "(java.nio.charset.StandardCharsets.ISO_8859_1)")));
        return Stream.concat(named, unnamed);
    }

    private static Stream<Change> recordCharset(Source source) {
        return SettingMutators.settings(source).filter(call -> SettingMutators.name(call.getArgument(0)).endsWith("serializer"))
                .filter(call -> call.getParentNode().orElseThrow() instanceof ExpressionStmt)
                .map(call -> source.after(call.getParentNode().orElseThrow(), call.getScope().map(source::text).orElse("") + ".put(\""
                        + SettingMutators.name(call.getArgument(0)) + ".encoding\", \"ISO-8859-1\");"));
    }

    private static Stream<Change> nullCheck(Source source) {
        return source.all(BinaryExpr.class).filter(each -> each.getRight().toString().equals(NULL))
                .filter(each -> each.getOperator() == Operator.EQUALS || each.getOperator() == Operator.NOT_EQUALS)
                .map(each -> source.replace(each, String.valueOf(each.getOperator() == Operator.NOT_EQUALS)));
    }
}

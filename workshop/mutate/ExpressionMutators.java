package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BinaryExpr.Operator;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.LongLiteralExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.ThrowStmt;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Constants and operators that are another one. */
final class ExpressionMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a number one more", source -> numbers(source, " + 1")),
            new Mutator("a number one less", source -> numbers(source, " - 1")),
            new Mutator("true for false, or false for true", ExpressionMutators::turned),
            new Mutator("a text emptied", ExpressionMutators::emptied),
            new Mutator("an operator changed", ExpressionMutators::operatorChanged),
            new Mutator("half of a condition left out", ExpressionMutators::halfLeftOut));

    private static final Map<Operator, String> OTHERS = Map.ofEntries(Map.entry(Operator.LESS, "<="), Map.entry(Operator.LESS_EQUALS, "<"),
            Map.entry(Operator.GREATER, ">="), Map.entry(Operator.GREATER_EQUALS, ">"), Map.entry(Operator.EQUALS, "!="),
            Map.entry(Operator.NOT_EQUALS, "=="), Map.entry(Operator.PLUS, "-"), Map.entry(Operator.MINUS, "+"),
            Map.entry(Operator.MULTIPLY, "/"), Map.entry(Operator.DIVIDE, "*"), Map.entry(Operator.REMAINDER, "/"),
            Map.entry(Operator.AND, "||"), Map.entry(Operator.OR, "&&"));

    private ExpressionMutators() {
    }

    private static Stream<Change> numbers(Source source, String change) {
        return Stream.concat(source.all(IntegerLiteralExpr.class), source.all(LongLiteralExpr.class))
                .map(number -> source.replace(number, "(" + source.text(number) + change + ")"));
    }

    private static Stream<Change> turned(Source source) {
        return source.all(BooleanLiteralExpr.class).map(each -> source.replace(each, String.valueOf(!each.getValue())));
    }

    // what is said of a failure is free, and no check leaves out a variable for which there is a default
    private static Stream<Change> emptied(Source source) {
        return source.all(StringLiteralExpr.class).filter(text -> !text.getValue().isEmpty() && !isSaidOfAFailure(text))
                .filter(text -> !SurroundingsMutators.isOfAVariable(text))
                .map(text -> source.replace(text, "\"\""));
    }

    private static boolean isSaidOfAFailure(Node text) {
        return Source.around(text, ThrowStmt.class).isPresent()
                || Source.around(text, ExpressionStmt.class).filter(statement -> statement.toString().startsWith("System.err."))
                        .isPresent();
    }

    private static Stream<Change> operatorChanged(Source source) {
        return source.all(BinaryExpr.class).filter(each -> OTHERS.containsKey(each.getOperator()))
                .map(each -> source.replace(each, source.text(each.getLeft()) + " " + OTHERS.get(each.getOperator()) + " "
                        + source.text(each.getRight())));
    }

    private static Stream<Change> halfLeftOut(Source source) {
        return source.all(BinaryExpr.class)
                .filter(each -> each.getOperator() == Operator.AND || each.getOperator() == Operator.OR)
                .flatMap(each -> Stream.of(each.getLeft(), each.getRight()).map(half -> source.replace(each, source.text(half))));
    }
}

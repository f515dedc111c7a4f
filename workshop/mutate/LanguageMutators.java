package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.BreakStmt;
import com.github.javaparser.ast.stmt.CatchClause;
import com.github.javaparser.ast.stmt.ContinueStmt;
import com.github.javaparser.ast.stmt.DoStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.IfStmt;
import com.github.javaparser.ast.stmt.ReturnStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.ThrowStmt;
import com.github.javaparser.ast.stmt.WhileStmt;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Statements and conditions that somebody gets wrong in any program. */
final class LanguageMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a call left out", LanguageMutators::callLeftOut),
            new Mutator("a step of a chain left out", LanguageMutators::stepLeftOut),
            new Mutator("a statement left out", LanguageMutators::statementLeftOut),
            new Mutator("a condition turned", LanguageMutators::conditionTurned),
            new Mutator("two statements swapped", LanguageMutators::swapped),
            new Mutator("a catch widened", LanguageMutators::catchWidened));

    private LanguageMutators() {
    }

    private static Stream<Change> callLeftOut(Source source) {
        return inBlocks(source).filter(LanguageMutators::isCall).map(source::without);
    }

    private static Stream<Change> stepLeftOut(Source source) {
        return source.all(MethodCallExpr.class).filter(call -> call.getScope().filter(MethodCallExpr.class::isInstance).isPresent())
                .map(call -> source.replace(call, source.text(call.getScope().orElseThrow())));
    }

    private static Stream<Change> statementLeftOut(Source source) {
        return inBlocks(source).filter(statement -> statement instanceof ExpressionStmt && !isCall(statement)
                || statement instanceof ThrowStmt || statement instanceof ReturnStmt || statement instanceof BreakStmt
                || statement instanceof ContinueStmt).map(source::without);
    }

    private static Stream<Change> conditionTurned(Source source) {
        Stream<Expression> conditions = Stream.of(source.all(IfStmt.class).map(IfStmt::getCondition),
                source.all(WhileStmt.class).map(WhileStmt::getCondition), source.all(DoStmt.class).map(DoStmt::getCondition),
                source.all(ConditionalExpr.class).map(ConditionalExpr::getCondition)).flatMap(each -> each);
        return conditions.map(condition -> source.replace(condition, "!(" + source.text(condition) + ")"));
    }

    private static Stream<Change> swapped(Source source) {
        return source.all(BlockStmt.class).flatMap(block -> {
            List<Statement> statements = block.getStatements();
            return IntStream.range(1, statements.size())
                    .filter(at -> !isSameCall(statements.get(at - 1), statements.get(at)))
                    .mapToObj(at -> source.swap(statements.get(at - 1), statements.get(at)));
        });
    }

    private static Stream<Change> catchWidened(Source source) {
        return source.all(CatchClause.class).map(each -> source.replace(each.getParameter().getType(), "Exception"));
    }

    // two settings, or two lines that are printed: the order of the former is no matter, and of the latter the reader's
    private static boolean isSameCall(Statement one, Statement other) {
        return isCall(one) && isCall(other) && called(one).equals(called(other));
    }

    private static String called(Statement statement) {
        MethodCallExpr call = statement.asExpressionStmt().getExpression().asMethodCallExpr();
        return call.getScope().map(Node::toString).orElse("") + "." + call.getNameAsString();
    }

    private static boolean isCall(Statement statement) {
        return statement instanceof ExpressionStmt expression && expression.getExpression().isMethodCallExpr();
    }

    private static Stream<Statement> inBlocks(Source source) {
        return source.all(BlockStmt.class).flatMap(block -> block.getStatements().stream());
    }
}

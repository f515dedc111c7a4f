package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.WhileStmt;
import java.util.List;
import java.util.stream.Stream;

/** Commits at another time, or of something else. */
final class CommitMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a commit before the poll", CommitMutators::beforePoll),
            new Mutator("a commit right after the poll", CommitMutators::afterPoll),
            new Mutator("a commit at the last moment only", CommitMutators::last),
            new Mutator("a commit of everything", source -> synchronous(source).filter(call -> !call.getArguments().isEmpty())
                    .map(call -> source.replace(call, scope(source, call) + "commitSync()"))),
            new Mutator("a commit of nothing", source -> synchronous(source)
                    .map(call -> source.replace(call, scope(source, call) + "commitSync(java.util.Map.of())"))),
            new Mutator("a commit that nobody waits for", CommitMutators::notAwaited));

    private CommitMutators() {
    }

    private static Stream<Change> beforePoll(Source source) {
        return commits(source).flatMap(commit -> block(commit).map(block -> block.getStatement(0))
                .filter(first -> first != commit).map(first -> source.moveBefore(commit, first)));
    }

    private static Stream<Change> afterPoll(Source source) {
        return commits(source).flatMap(commit -> block(commit).flatMap(block -> block.getStatements().stream())
                .filter(statement -> statement.isExpressionStmt() && statement.toString().contains(".poll("))
                .map(poll -> source.moveAfter(commit, poll)));
    }

    private static Stream<Change> last(Source source) {
        return commits(source).flatMap(commit -> Source.around(commit, WhileStmt.class).stream()
                .map(loop -> source.moveAfter(commit, loop)));
    }

    private static Stream<Change> notAwaited(Source source) {
        return synchronous(source).map(call -> source.replace(call, scope(source, call) + "commitAsync("
                + call.getArguments().stream().findFirst().map(offsets -> source.text(offsets) + ", null").orElse("") + ")"));
    }

    // a method of the program's own that commits is one, too
    private static Stream<Statement> commits(Source source) {
        return source.all(ExpressionStmt.class).filter(each -> each.getExpression().isMethodCallExpr()
                && each.getExpression().asMethodCallExpr().getNameAsString().startsWith("commit")).map(each -> each);
    }

    private static Stream<MethodCallExpr> synchronous(Source source) {
        return source.calls("commitSync");
    }

    private static Stream<BlockStmt> block(Statement statement) {
        Node parent = statement.getParentNode().orElseThrow();
        return parent instanceof BlockStmt block ? Stream.of(block) : Stream.of();
    }

    private static String scope(Source source, MethodCallExpr call) {
        return call.getScope().map((Expression scope) -> source.text(scope) + ".").orElse("");
    }
}

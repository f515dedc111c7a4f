package workshop.mutate;

import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.ForEachStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.WhileStmt;
import java.util.List;
import java.util.stream.Stream;

/** Loops that end too early, or never. */
final class LoopMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a loop that ends at the first empty poll", LoopMutators::emptyPoll),
            new Mutator("a loop that never ends", source -> source.all(WhileStmt.class)
                    .map(loop -> source.replace(loop.getCondition(), "true || " + source.text(loop.getCondition())))),
            new Mutator("a loop that runs once", source -> bodies(source).map(body -> source.atTheEnd(body, "break;"))),
            new Mutator("a loop without its last round", LoopMutators::notTheLast));

    private LoopMutators() {
    }

    private static Stream<Change> emptyPoll(Source source) {
        return source.all(VariableDeclarator.class).filter(each -> each.getInitializer()
                        .filter(from -> from.isMethodCallExpr() && from.asMethodCallExpr().getNameAsString().equals("poll")).isPresent())
                .flatMap(each -> Source.around(each, VariableDeclarationExpr.class)
                        .flatMap(declared -> Source.around(declared, ExpressionStmt.class))
                        .map(statement -> source.after(statement, "if (" + each.getNameAsString() + ".isEmpty()) { break; }")).stream());
    }

    private static Stream<Change> notTheLast(Source source) {
        return source.all(ForStmt.class).flatMap(loop -> loop.getCompare().filter(each -> each.isBinaryExpr()).stream()
                .map(each -> source.replace(each.asBinaryExpr().getRight(), "(" + source.text(each.asBinaryExpr().getRight()) + ") - 1")));
    }

    private static Stream<BlockStmt> bodies(Source source) {
        Stream<Statement> all = Stream.of(source.all(WhileStmt.class).map(WhileStmt::getBody), source.all(ForEachStmt.class)
                .map(ForEachStmt::getBody), source.all(ForStmt.class).map(ForStmt::getBody)).flatMap(each -> each);
        return all.filter(BlockStmt.class::isInstance).map(BlockStmt.class::cast);
    }
}

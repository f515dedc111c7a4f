package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.List;
import java.util.stream.Stream;

/** What a program prints, whatever happened. */
final class FigureMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a figure that is constant", source -> figures(source).map(each -> source.replace(each, "7"))));

    private FigureMutators() {
    }

    private static Stream<Expression> figures(Source source) {
        return source.all(MethodCallExpr.class).filter(call -> call.getScope().map(Node::toString).filter("System.out"::equals).isPresent())
                .flatMap(call -> call.getArguments().stream()).flatMap(FigureMutators::parts).filter(part -> !part.isLiteralExpr());
    }

    // what is put together of several
    private static Stream<Expression> parts(Expression printed) {
        return printed instanceof BinaryExpr sum && sum.getOperator() == BinaryExpr.Operator.PLUS
                ? Stream.concat(parts(sum.getLeft()), parts(sum.getRight())) : Stream.of(printed);
    }
}

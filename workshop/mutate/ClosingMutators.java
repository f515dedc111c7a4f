package workshop.mutate;

import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.TryStmt;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clients that are not closed, or late. A call of {@code close()} is left out as any other call is. */
final class ClosingMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("a close left out", ClosingMutators::leftOut),
            new Mutator("a close ten seconds late", ClosingMutators::late));

    // throws nothing that a program would have to declare
    private static final String TEN_SECONDS = "java.util.concurrent.locks.LockSupport.parkNanos(10_000_000_000L);";

    private ClosingMutators() {
    }

    private static Stream<Change> leftOut(Source source) {
        return resources(source).map(each -> {
            String body = source.text(each.getTryBlock());
            String opened = each.getResources().stream().map(resource -> " " + source.text(resource) + ";").collect(Collectors.joining());
            String whole = source.text(each);
            String after = whole.substring(whole.indexOf(body) + body.length());
            return source.replace(each, (after.isEmpty() ? "{" : "try {") + opened + body.substring(1) + after);
        });
    }

    private static Stream<Change> late(Source source) {
        Stream<Change> byItself = resources(source).map(each -> source.atTheEnd(each.getTryBlock(), TEN_SECONDS));
        Stream<Change> called = source.calls("close").filter(ClosingMutators::isStatement)
                .map(call -> source.before(call.getParentNode().orElseThrow(), TEN_SECONDS));
        return Stream.concat(byItself, called);
    }

    private static Stream<TryStmt> resources(Source source) {
        return source.all(TryStmt.class).filter(each -> !each.getResources().isEmpty());
    }

    private static boolean isStatement(MethodCallExpr call) {
        return call.getParentNode().orElseThrow() instanceof ExpressionStmt;
    }
}

package workshop.mutate;

import com.github.javaparser.ast.expr.InstanceOfExpr;
import com.github.javaparser.ast.stmt.CatchClause;
import com.github.javaparser.ast.stmt.Statement;
import com.github.javaparser.ast.stmt.TryStmt;
import java.util.List;
import java.util.stream.Stream;

/** Errors that are not looked at, or not answered as they ask for. */
final class ErrorMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("any error taken for the one that is meant", source -> instances(source, "Throwable")),
            new Mutator("another error than the one that is meant", source -> instances(source, "IllegalMonitorStateException")),
            new Mutator("an error that is not caught", ErrorMutators::notCaught),
            new Mutator("an error passed over", source -> source.all(CatchClause.class)
                    .map(each -> source.replace(each.getBody(), "{ }"))),
            new Mutator("an error tried again for ever", ErrorMutators::forEver),
            new Mutator("an error tried again once", ErrorMutators::once));

    private ErrorMutators() {
    }

    private static Stream<Change> instances(Source source, String type) {
        return source.all(InstanceOfExpr.class).map(each -> source.replace(each.getType(), type));
    }

    private static Stream<Change> notCaught(Source source) {
        return source.all(CatchClause.class)
                .map(each -> source.replace(each.getParameter().getType(), "IllegalMonitorStateException"));
    }

    // where it works the loop ends, unless the block ends by itself
    private static Stream<Change> forEver(Source source) {
        return caught(source).map(each -> {
            TryStmt attempt = (TryStmt) each.getParentNode().orElseThrow();
            String whole = source.text(attempt);
            String tail = whole.substring(whole.lastIndexOf(source.text(each.getBody())) + source.text(each.getBody()).length());
            String upToCatch = whole.substring(0, whole.length() - tail.length() - source.text(each.getBody()).length());
            String again = "while (true) { " + upToCatch + "{ continue; }" + tail;
            boolean ends = attempt.getTryBlock().getStatements().stream().anyMatch(Statement::isReturnStmt);
            return source.replace(attempt, again + (ends ? " }" : " break; }"));
        });
    }

    private static Stream<Change> once(Source source) {
        return caught(source).map(each -> {
            TryStmt attempt = (TryStmt) each.getParentNode().orElseThrow();
            String outer = source.text(attempt).substring(0, source.text(attempt).indexOf(source.text(each)));
            return source.replace(attempt, outer + "catch (" + source.text(each.getParameter().getType()) + " first_error) { "
                    + source.text(attempt) + " }");
        });
    }

    private static Stream<CatchClause> caught(Source source) {
        return source.all(CatchClause.class);
    }
}

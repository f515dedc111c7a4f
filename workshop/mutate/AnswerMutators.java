package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.ForEachStmt;
import com.github.javaparser.ast.stmt.ForStmt;
import com.github.javaparser.ast.stmt.WhileStmt;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Answers of the brokers that nobody waits for, or not long enough, or that are taken for still true. */
final class AnswerMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("an answer not awaited", AnswerMutators::notAwaited),
            new Mutator("an answer awaited for a second only", AnswerMutators::oneSecond),
            new Mutator("a second's sleep instead of an answer", AnswerMutators::asleep),
            new Mutator("asked once and kept", AnswerMutators::kept));

    private static final Set<String> WAITS = Set.of("get", "join", "await");
    private static final String SECOND = "1, java.util.concurrent.TimeUnit.SECONDS";

    private AnswerMutators() {
    }

    private static Stream<Change> notAwaited(Source source) {
        return waits(source).filter(AnswerMutators::isStatement)
                .map(call -> source.replace(call, source.text(call.getScope().orElseThrow())));
    }

    private static Stream<Change> oneSecond(Source source) {
        Stream<Change> endless = waits(source).map(call -> oneSecond(source, call, source.text(call.getScope().orElseThrow()) + "."
                + (call.getNameAsString().equals("await") ? "await" : "get") + "(" + SECOND + ")"));
        Stream<Change> bounded = Stream.concat(source.calls("get"), source.calls("await"))
                .filter(call -> call.getArguments().size() == 2 && call.getScope().isPresent())
                .map(call -> source.replace(call, source.text(call.getScope().orElseThrow()) + "." + call.getNameAsString() + "("
                        + SECOND + ")"));
        return Stream.concat(endless, bounded);
    }

    // that the time is over has to be declared
    private static Change oneSecond(Source source, MethodCallExpr call, String instead) {
        Optional<MethodDeclaration> method = Source.around(call, MethodDeclaration.class).filter(each -> each.getBody().isPresent());
        if (call.getNameAsString().equals("await") || method.isEmpty()
                || method.get().getThrownExceptions().stream().anyMatch(type -> type.toString().equals("Exception"))) {
            return source.replace(call, instead);
        }
        String also = method.get().getThrownExceptions().isEmpty() ? "throws " : ", ";
        return source.replace(call, instead, method.get().getBody().orElseThrow(), also + "java.util.concurrent.TimeoutException ");
    }

    private static Stream<Change> asleep(Source source) {
        return waits(source).filter(AnswerMutators::isStatement).map(call -> source.replace(call.getParentNode().orElseThrow(),
                source.text(call.getScope().orElseThrow()) + "; Thread.sleep(1000);"));
    }

    // a variable of a method that runs more than once, or of a loop, keeps its first value
    private static Stream<Change> kept(Source source) {
        return source.all(VariableDeclarationExpr.class).filter(AnswerMutators::isAsked).map(each -> {
            VariableDeclarator variable = each.getVariable(0);
            String kept = "kept_" + variable.getNameAsString();
            String type = source.text(variable.getType());
            String askedOnce = "if (%s[0] == null) { %s[0] = %s; } %s %s = (%s) %s[0];".formatted(kept, kept,
                    source.text(variable.getInitializer().orElseThrow()), type, variable.getNameAsString(), type, kept);
            MethodDeclaration method = Source.around(each, MethodDeclaration.class).orElseThrow();
            return source.replace(each.getParentNode().orElseThrow(), askedOnce, method,
                    "static final Object[] " + kept + " = {null};\n" + source.indent(method));
        });
    }

    private static boolean isAsked(VariableDeclarationExpr declared) {
        VariableDeclarator variable = declared.getVariable(0);
        boolean calls = variable.getInitializer().filter(from -> from.isMethodCallExpr()
                && from.asMethodCallExpr().getScope().isPresent() && !from.asMethodCallExpr().getNameAsString().equals("poll")).isPresent();
        boolean inLoop = Source.around(declared, WhileStmt.class).isPresent() || Source.around(declared, ForEachStmt.class).isPresent()
                || Source.around(declared, ForStmt.class).isPresent();
        boolean inMain = Source.around(declared, MethodDeclaration.class).filter(method -> method.getNameAsString().equals("main"))
                .isPresent();
        return calls && declared.getParentNode().orElseThrow() instanceof ExpressionStmt
                && Source.around(declared, MethodDeclaration.class).isPresent() && (inLoop || !inMain);
    }

    private static Stream<MethodCallExpr> waits(Source source) {
        return source.all(MethodCallExpr.class).filter(call -> WAITS.contains(call.getNameAsString()) && call.getArguments().isEmpty()
                && call.getScope().isPresent());
    }

    private static boolean isStatement(Node call) {
        return call.getParentNode().orElseThrow() instanceof ExpressionStmt;
    }
}

package workshop.mutate;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a program is to be told from outside, and does not ask for. */
final class SurroundingsMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("an environment variable read as a constant", SurroundingsMutators::variable),
            new Mutator("an argument read as a constant", SurroundingsMutators::argument));

    private static final Pattern VARIABLE = Pattern.compile("\"[A-Z][A-Z_]+\"");
    private static final String ARGUMENTS = "args";

    private SurroundingsMutators() {
    }

    // getenv().getOrDefault("TOPIC", "orders"), or a method of the program's own that does it
    private static Stream<Change> variable(Source source) {
        return source.all(MethodCallExpr.class).filter(call -> !call.getArguments().isEmpty()
                && VARIABLE.matcher(call.getArgument(0).toString()).matches()).map(call -> source.replace(call, otherwise(source, call)));
    }

    /** Returns whether a text is the name of a variable where it is asked for, or what is taken instead. */
    static boolean isOfAVariable(Node text) {
        return text.getParentNode().orElseThrow() instanceof MethodCallExpr call && !call.getArguments().isEmpty()
                && VARIABLE.matcher(call.getArgument(0).toString()).matches();
    }

    private static String otherwise(Source source, MethodCallExpr call) {
        return call.getArguments().size() == 2 ? source.text(call.getArgument(1)) : "\"1000\"";
    }

    private static Stream<Change> argument(Source source) {
        Stream<Expression> one = source.all(ArrayAccessExpr.class).filter(each -> each.getName().toString().equals(ARGUMENTS))
                .map(each -> each);
        Stream<Expression> count = source.all(FieldAccessExpr.class)
                .filter(each -> each.toString().equals(ARGUMENTS + ".length")).map(each -> each);
        return Stream.concat(one.map(each -> source.replace(each, "\"100\"")), count.map(each -> source.replace(each, "0")));
    }
}

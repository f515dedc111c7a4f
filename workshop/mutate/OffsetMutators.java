package workshop.mutate;

import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import java.util.List;
import java.util.stream.Stream;

/** Offsets that are another one. */
final class OffsetMutators {

    static final List<Mutator> ALL = List.of(
            new Mutator("an offset one more", source -> offsets(source)
                    .map(each -> source.replace(each, "(" + source.text(each) + " + 1)"))),
            new Mutator("an offset one less", source -> offsets(source)
                    .map(each -> source.replace(each, "(" + source.text(each) + " - 1)"))),
            new Mutator("a commit backwards", source -> committed(source).map(each -> source.replace(each, "0"))),
            new Mutator("to the beginning instead of an offset", source -> sought(source).map(each -> source.replace(each, "0"))));

    private OffsetMutators() {
    }

    private static Stream<Expression> offsets(Source source) {
        Stream<Expression> read = Stream.concat(source.calls("offset"), source.calls("position")).map(each -> each);
        return Stream.of(read, committed(source), sought(source)).flatMap(each -> each);
    }

    private static Stream<Expression> committed(Source source) {
        return source.all(ObjectCreationExpr.class)
                .filter(each -> each.getType().getNameAsString().equals("OffsetAndMetadata") && !each.getArguments().isEmpty())
                .map(each -> each.getArgument(0));
    }

    private static Stream<Expression> sought(Source source) {
        return source.calls("seek").filter(call -> call.getArguments().size() == 2).map(call -> call.getArgument(1));
    }
}

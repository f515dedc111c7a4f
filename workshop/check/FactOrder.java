package workshop.check;

import java.util.Comparator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** Runs the facts in their order, as Java itself forgets in which order methods were written. */
final class FactOrder implements MethodOrderer {

    @Override
    public void orderMethods(MethodOrdererContext context) {
        context.getMethodDescriptors().sort(Comparator.comparing(method -> method.findAnnotation(Fact.class)
                .map(Fact::order).orElse(Integer.MAX_VALUE)));
    }
}

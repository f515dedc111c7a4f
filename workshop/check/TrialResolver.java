package workshop.check;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;
import org.opentest4j.TestAbortedException;

/**
 * Hands a check the trial that it is to judge: the one that was put into the store of the launcher's session. After trouble
 * that is no fact about the program, it spares the remaining facts. Of a program that waited for other brokers it has that said, once.
 */
public final class TrialResolver implements ParameterResolver, TestExecutionExceptionHandler, ExecutionCondition {

    private static final Class<TrialResolver> KEY = TrialResolver.class;

    /** Hides the trial from the store, which would close it with the session, while somebody waits for the verdict. */
    private record Kept(Trial trial) {
    }

    /** Has the checks of a session meet this trial. */
    public static void put(NamespacedHierarchicalStore<Namespace> session, Trial trial) {
        // the one name space that the session's store has in common with those of the checks
        session.put(Namespace.GLOBAL, KEY, new Kept(trial));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Trial.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return trial(context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (!(thrown instanceof Wrong) && !(thrown instanceof TestAbortedException)) {
            trial(context).giveUp();
            throw thrown;
        }
        // whatever does not hold then has this one reason
        throw trial(context).waitedForOtherBrokers().orElse(thrown);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return trial(context).isGivenUp() ? ConditionEvaluationResult.disabled("nothing can be said any more")
                : ConditionEvaluationResult.enabled("");
    }

    private static Trial trial(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL).get(KEY, Kept.class).trial();
    }
}

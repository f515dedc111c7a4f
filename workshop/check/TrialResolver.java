package workshop.check;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a check the trial that it is to judge: the one that was put into the store of the launcher's session. */
public final class TrialResolver implements ParameterResolver {

    /** What the trial is kept under in the store, which has no other name space in common with JUnit's own. */
    public static final Class<Trial> KEY = Trial.class;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Trial.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.GLOBAL).get(KEY, Trial.class);
    }
}

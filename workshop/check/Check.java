package workshop.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks the check of a lesson: a class whose methods marked {@link Fact} each establish one fact about a program. One
 * object serves all facts of one program; its constructor may take the {@link Trial}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(FactOrder.class)
@ExtendWith(TrialResolver.class)
public @interface Check {
}

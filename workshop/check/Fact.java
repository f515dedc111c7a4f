package workshop.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/**
 * Marks a method that establishes one fact about a program: it returns where the fact holds, throws {@link Wrong} where it
 * does not, and calls {@link Trial#cannotJudge} where nothing can be said.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
public @interface Fact {

    /** Returns the place in the verdict, 1 first: the order that teaches. */
    int order();

    /** Returns the sentence that is true of a right program; it continues "the program …". */
    String value();
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.bench.Multiples;

/** What 95 of a hundred programs keep to is what the 95th of them takes. */
@DisplayName("multiples")
class MultiplesTest {

    @Test
    @DisplayName("the median, and what 90 and 95 of a hundred keep to, are times that were measured")
    void shares() {
        Multiples hundred = new Multiples(IntStream.rangeClosed(1, 100).mapToObj(each -> (101 - each) / 10.0).toList());
        assertEquals(List.of(5.0, 9.0, 9.5), List.of(hundred.at(0.5), hundred.at(0.9), hundred.at(0.95)));
        assertEquals(" 5.00  9.00  9.50", hundred.line());
        assertEquals(List.of(2.0, 3.0), List.of(new Multiples(List.of(3.0, 2.0)).at(0.5), new Multiples(List.of(3.0, 2.0)).at(0.95)));
    }

    @Test
    @DisplayName("where nothing was measured there are dashes")
    void nothing() {
        assertEquals("    –     –     –", new Multiples(List.of()).line());
    }
}

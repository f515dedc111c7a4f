package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.check.Printed;

/** What a program prints is understood in any form, and no more is taken from it than it says. */
@DisplayName("printed")
class PrintedTest {

    private static final List<String> WORDS = List.of("confirmed", "failed");

    @Test
    @DisplayName("two counts are found in whatever form they are printed")
    void countsInAnyForm() {
        assertAll(Stream.of("confirmed: 9990, failed: 10", "9990 confirmed and 10 failed", "confirmed=9990 failed=10",
                "{\"confirmed\": 9990, \"failed\": 10}", "orders confirmed and failed: 9990 and 10", "CONFIRMED 9990 FAILED 10",
                "confirmed/failed 9990/10", "9.990 confirmed, 10 failed", "confirmed: 9,990; failed: 10",
                "failed 10, confirmed 9990").map(line -> () -> {
                    assertTrue(counts("confirmed", 9990, line), line);
                    assertTrue(counts("failed", 10, line), line);
                    assertFalse(counts("confirmed", 10, line), line);
                    assertFalse(counts("failed", 9990, line), line);
                }));
    }

    @Test
    @DisplayName("further numbers do no harm")
    void countsBesideOthers() {
        assertAll(Stream.of("of 10000 sent were confirmed 9990, failed 10", "9990 confirmed, 10 failed in 3 s",
                "confirmed: 9990 of 10000, failed: 10 of 10000").map(line -> () -> {
                    assertTrue(counts("confirmed", 9990, line), line);
                    assertTrue(counts("failed", 10, line), line);
                }));
        assertTrue(counts("confirmed", 9990, "10000 orders, 9990 confirmed, failed ones below"));
    }

    @Test
    @DisplayName("a line that speaks of one thing counts it anywhere in the line")
    void countsInLinesOfTheirOwn() {
        String[] lines = {"Orders: 9’990 (confirmed)", "2026-11-22 WARNING 10 of 10000 orders have Failed"};
        assertTrue(counts("confirmed", 9990, lines));
        assertTrue(counts("failed", 10, lines));
        assertFalse(counts("failed", 9990, lines));
    }

    @Test
    @DisplayName("a number is counted as a whole, and only with its word")
    void countsNothingElse() {
        assertFalse(counts("confirmed", 99, "confirmed: 9990"));
        assertFalse(counts("confirmed", 9990, "confirmed", "9990"));
        assertFalse(counts("confirmed", 9990, "sent: 9990"));
        assertFalse(counts("failed", 0, "confirmed: 9990"));
        assertFalse(counts("confirmed", 9990));
    }

    @Test
    @DisplayName("lines can be left out")
    void without() {
        Printed printed = Printed.of("sending 1", "confirmed: 2", "failed: 3");
        assertEquals(List.of("confirmed: 2", "failed: 3"), printed.without(line -> line.startsWith("sending")).lines());
        assertFalse(printed.without(line -> line.contains("confirmed")).counts("confirmed", 2, WORDS));
        assertEquals(printed.lines(), printed.without(line -> false).lines());
    }

    @Test
    @DisplayName("of a program that died what was thrown and its cause are quoted first, and no frame")
    void diedOf() {
        Printed died = Printed.of("reading orders", "sent 1", "sent 2", "sent 3",
                "Exception in thread \"main\" shop.NotStored: " + "order 12345 of user-123 ".repeat(20),
                "\tat shop.Main.main(Main.java:17)",
                "\tat java.base/java.lang.Thread.run(Thread.java:840)",
                "Caused by: java.util.concurrent.ExecutionException: refused",
                "\t... 1 more",
                "Caused by: org.apache.kafka.common.errors.RecordTooLargeException: The request included a message larger than "
                        + "the max message size the server will accept.");
        String quoted = died.quoted();
        assertTrue(quoted.startsWith("Exception in thread \"main\" shop.NotStored: order 12345"), quoted);
        assertTrue(quoted.contains("… / Caused by: org.apache.kafka.common.errors.RecordTooLargeException: The request"), quoted);
        assertFalse(quoted.contains("at shop.Main") || quoted.contains("1 more"), quoted);
    }

    @Test
    @DisplayName("what a logger has caught is quoted with its name, and a cause that is said already is not said twice")
    void caught() {
        String timeout = "org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.";
        assertEquals("java.util.concurrent.ExecutionException: " + timeout + " / starting / one / 12:00 ERROR not sent",
                Printed.of("starting", "one", "12:00 ERROR not sent", "java.util.concurrent.ExecutionException: " + timeout,
                        "\tat java.base/java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:396)",
                        "Caused by: " + timeout).quoted());
        assertEquals("failed: java.lang.IllegalStateException: no order / 1 / 2 / 3",
                Printed.of("1", "2", "3", "4", "failed: java.lang.IllegalStateException: no order").quoted());
        assertEquals("1 / \t2 / 3".replace("\t", ""), Printed.of("1", "\t2", "", "3", "4").quoted());
        assertEquals("nothing", Printed.of("", " ").quoted());
        assertTrue(Printed.of("\tat shop.Main.main(Main.java:17)").saysNothing());
    }

    private static boolean counts(String word, long number, String... lines) {
        return Printed.of(lines).counts(word, number, WORDS);
    }
}

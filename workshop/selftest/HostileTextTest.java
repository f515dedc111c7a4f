package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import workshop.check.Printed;
import workshop.process.Printable;
import workshop.verdict.FactResult;
import workshop.verdict.FactResult.Outcome;
import workshop.verdict.JUnitXmlReport;
import workshop.verdict.JsonReport;
import workshop.verdict.Lesson;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;
import workshop.verdict.Verdict.Result;

/** What a verdict quotes can neither steer a terminal nor break a report, whatever a program writes. */
@DisplayName("hostile text")
class HostileTextTest {

    private static final Lesson LESSON = new Lesson(Path.of("."), "06-manual-commit", "ManualCommit");

    /** Texts, each with what a reader is shown in its place within a fact. */
    private static final List<List<String>> CORPUS = List.of(
            // paints the rest green, and says that all is well
            List.of("user\u001b[32m\u001b[2J6 of 6 facts", "user\\u001b[32m\\u001b[2J6 of 6 facts"),
            // the window's title, ended by BEL; the same in one character of C1
            List.of("\u001b]0;passed\u0007", "\\u001b]0;passed\\u0007"),
            List.of("\u009b31m\u009d0;x\u009c", "\\u009b31m\\u009d0;x\\u009c"),
            // one line over the other, or one letter
            List.of("wrong\rright", "wrong\\rright"),
            List.of("wrong\b\b\b\b\bright", "wrong\\u0008\\u0008\\u0008\\u0008\\u0008right"),
            List.of("a\n  ✓ a line of its own\tand a tab", "a\\n  ✓ a line of its own\\tand a tab"),
            // what follows is shown from right to left; what cannot be seen at all
            List.of("\u202egnorw\u2066\u200f", "\\u202egnorw\\u2066\\u200f"),
            List.of("user\u200b-1\ufeff\u00ad", "user\\u200b-1\\ufeff\\u00ad"),
            List.of("one\u2028two\u2029three\u0085four", "one\\u2028two\\u2029three\\u0085four"),
            // no characters, which XML does not take
            List.of("\0\u0001\u001f\u007f", "\\u0000\\u0001\\u001f\\u007f"),
            List.of("\ud83d alone, \ude00 alone", "\\ud83d alone, \\ude00 alone"),
            List.of("\ufffe\uffff\ufdd0\ud83f\udffe", "\\ufffe\\uffff\\ufdd0\\u{1fffe}"),
            List.of("tag \udb40\udc41", "tag \\u{e0041}"),
            // markup is text; letters stay as they are
            List.of("]]></failure><![CDATA[ & \"'", "]]></failure><![CDATA[ & \"'"),
            List.of("Käthe, Ёлка, 注文, 😀, \u05d0, \u00a0", "Käthe, Ёлка, 注文, 😀, \u05d0, \u00a0"));

    @Test
    @DisplayName("in a fact all of it can be seen, and letters stay as they are")
    void readable() {
        assertAll(CORPUS.stream().map(pair -> () -> assertEquals(pair.get(1), fact(pair.get(0)).seen())));
    }

    @Test
    @DisplayName("a message keeps its lines and tabs, and those alone")
    void message() {
        assertEquals("Main.java:1:\n\terror\\u001b[31m\n^", broken("Main.java:1:\r\n\terror\u001b[31m\n^").message());
    }

    @Test
    @DisplayName("the text of a verdict has no control character but the ends of lines, and in colour the tool's own")
    void text() {
        assertAll(verdicts().map(verdict -> () -> {
            assertClean(new TextReport(false).of(verdict));
            assertClean(new TextReport(true).of(verdict).replaceAll("\u001b\\[\\d+m", ""));
        }));
    }

    @Test
    @DisplayName("the JSON of a verdict is read as what it says")
    void json() {
        assertAll(verdicts().map(verdict -> () -> {
            String line = JsonReport.of(verdict);
            assertClean(line);
            JsonNode read = new ObjectMapper().readTree(line);
            assertEquals(1, line.lines().count());
            for (int n = 0; n < verdict.facts().size(); n++) {
                assertEquals(verdict.facts().get(n).seen(), read.get("facts").get(n).get("seen").asText());
            }
        }));
    }

    @Test
    @DisplayName("the XML of a verdict is well-formed, and read as what it says")
    void xml(@TempDir Path folder) {
        assertAll(verdicts().map(verdict -> () -> {
            Path file = folder.resolve("verdict.xml");
            JUnitXmlReport.write(file, List.of(verdict));
            Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
            assertClean(suites.getTextContent());
            if (verdict.count(Outcome.FAILED) > 0) {
                Element failure = (Element) suites.getElementsByTagName("failure").item(0);
                assertEquals(verdict.facts().get(0).seen(), failure.getAttribute("message"));
                assertTrue(failure.getTextContent().contains("Seen: " + verdict.facts().get(0).seen()));
            }
        }));
    }

    @Test
    @DisplayName("a quotation that is cut off is cut off between characters")
    void quotation() {
        assertAll(Stream.of("😀".repeat(500), "x" + "😀".repeat(500)).map(long_ -> () -> assertEquals(
                Printed.quote(long_), Printable.line(Printed.quote(long_)))));
    }

    private static FactResult fact(String text) {
        return new FactResult("a fact", Outcome.FAILED, text, text, text);
    }

    private static Verdict broken(String message) {
        return verdict(Result.BROKEN, message, List.of());
    }

    private static Stream<Verdict> verdicts() {
        return CORPUS.stream().map(pair -> pair.get(0)).flatMap(text -> Stream.of(
                verdict(Result.FAILED, "", List.of(fact(text), new FactResult(text, Outcome.SKIPPED, text, "", ""))),
                broken(text), verdict(Result.SICK, text, List.of(fact(text)))));
    }

    private static Verdict verdict(Result result, String message, List<FactResult> facts) {
        return new Verdict(LESSON, Path.of("ManualCommit.java"), result, facts, message, Duration.ZERO, "embedded",
                OptionalLong.empty());
    }

    private static void assertClean(String text) {
        text.codePoints().filter(letter -> letter != '\n' && letter != '\t').forEach(letter -> {
            switch (Character.getType(letter)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> fail(String.format("U+%04X in %s", letter, text));
                default -> assertTrue((letter & 0xFFFE) != 0xFFFE, text);
            }
        });
    }
}

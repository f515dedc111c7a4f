package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import workshop.verdict.FactResult;
import workshop.verdict.FactResult.Outcome;
import workshop.verdict.JUnitXmlReport;
import workshop.verdict.JsonReport;
import workshop.verdict.Lesson;
import workshop.verdict.TextReport;
import workshop.verdict.Verdict;
import workshop.verdict.Verdict.Result;

/** A verdict reads as the design says: as text, as JSON, as JUnit's XML. */
@DisplayName("reports")
class ReportsTest {

    private static final Lesson LESSON = new Lesson(Path.of("."), "06-manual-commit", "ManualCommit");
    private static final Verdict FAILED = verdict(Result.FAILED, "",
            new FactResult("processes every order", Outcome.PASSED, "", "", ""),
            new FactResult("keeps an order whose processing failed", Outcome.FAILED,
                    "order-17 failed; then the group committed offset 19 on orders-1, past it.",
                    "a commit is a bookmark: 19 says that everything before 19 is done.",
                    "what does your loop do with the next record after one has failed?"),
            new FactResult("is seen again", Outcome.SKIPPED, "to be judged later", "", ""),
            new FactResult("is seen twice", Outcome.SKIPPED, "to be judged later", "", ""));

    @Test
    @DisplayName("text for people: a line a fact, three more for one that does not hold")
    void text() {
        assertEquals("""
                06 · Manual commit                                                 1 of 4 passed

                  ✓ processes every order
                  ✗ keeps an order whose processing failed
                      Seen   order-17 failed; then the group committed offset 19 on orders-1,
                             past it.
                      Means  a commit is a bookmark: 19 says that everything before 19 is done.
                      Try    what does your loop do with the next record after one has failed?
                  – is seen again
                  – is seen twice
                    to be judged later

                  with the same data again: --seed 4711

                """, new TextReport(false).of(FAILED));
    }

    @Test
    @DisplayName("colour only where it is wanted")
    void colour() {
        assertTrue(new TextReport(true).of(FAILED).contains("\u001b[31m✗\u001b[0m"));
        assertTrue(new TextReport(false).of(FAILED).indexOf('\u001b') < 0);
    }

    @Test
    @DisplayName("a sick cluster is not blamed on the program")
    void sick() {
        String text = new TextReport(false).of(verdict(Result.SICK, "the brokers ended"));
        assertTrue(text.contains("this says nothing about your program: the brokers"), text);
        assertEquals(3, Result.SICK.exitCode());
    }

    @Test
    @DisplayName("JSON for programs: the fields of the design")
    void json() throws IOException {
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(FAILED));
        assertEquals("06-manual-commit", json.get("lesson").asText());
        assertEquals("failed", json.get("verdict").asText());
        assertEquals(1.5, json.get("seconds").asDouble());
        assertEquals("embedded", json.get("cluster").asText());
        assertEquals(4711, json.get("seed").asLong());
        assertEquals(4, json.get("facts").size());
        JsonNode fact = json.get("facts").get(1);
        assertEquals("failed", fact.get("outcome").asText());
        assertTrue(fact.get("seen").asText().startsWith("order-17 failed"));
        assertTrue(fact.get("means").asText().startsWith("a commit"));
        assertTrue(fact.get("try").asText().startsWith("what does"));
    }

    @Test
    @DisplayName("XML for graders: a failure is a failure, trouble is an error")
    void xml(@TempDir Path folder) throws IOException, ParserConfigurationException, SAXException {
        Path file = folder.resolve("verdict.xml");
        JUnitXmlReport.write(file, List.of(FAILED, verdict(Result.SICK, "a broker <died> & \"went\"")));
        Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                .getDocumentElement();
        Element failed = (Element) suites.getElementsByTagName("testsuite").item(0);
        assertEquals("4", failed.getAttribute("tests"));
        assertEquals("1", failed.getAttribute("failures"));
        assertEquals("2", failed.getAttribute("skipped"));
        assertEquals(1, failed.getElementsByTagName("failure").getLength());
        Element sick = (Element) suites.getElementsByTagName("testsuite").item(1);
        assertEquals("1", sick.getAttribute("errors"));
        assertEquals("a broker <died> & \"went\"", sick.getElementsByTagName("error").item(0).getTextContent());
    }

    @Test
    @DisplayName("an incomplete verdict is no pass: in text, in JSON, in XML and by its code, each with what was not judged and why")
    void incomplete(@TempDir Path folder) throws Exception {
        Verdict verdict = verdict(Result.INCOMPLETE, "To have the rest judged, judge it again.",
                new FactResult("processes every order", Outcome.PASSED, "", "", ""),
                new FactResult("is seen again", Outcome.SKIPPED, "it came too late", "", ""));
        assertEquals(4, Result.INCOMPLETE.exitCode());
        assertEquals("""
                06 · Manual commit                                     incomplete, 1 of 2 passed

                  ✓ processes every order
                  – is seen again
                    it came too late

                  To have the rest judged, judge it again.

                """, new TextReport(false).of(verdict));
        assertTrue(new TextReport(true).headline(verdict).contains("\u001b[33mincomplete"), "not in yellow");
        JsonNode json = new ObjectMapper().readTree(JsonReport.of(verdict));
        assertEquals("incomplete", json.get("verdict").asText());
        assertEquals("it came too late", json.get("facts").get(1).get("seen").asText());
        assertEquals("To have the rest judged, judge it again.", json.get("message").asText());
        Path file = folder.resolve("verdict.xml");
        JUnitXmlReport.write(file, List.of(verdict, FAILED));
        Element suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
        Element property = (Element) suite.getElementsByTagName("property").item(0);
        assertEquals("verdict=incomplete", property.getAttribute("name") + "=" + property.getAttribute("value"));
        assertEquals("1", suite.getAttribute("skipped"));
        assertEquals("it came too late", ((Element) suite.getElementsByTagName("skipped").item(0)).getAttribute("message"));
        assertEquals("To have the rest judged, judge it again.", suite.getElementsByTagName("system-out").item(0).getTextContent());
        assertEquals("failed", ((Element) suites.getElementsByTagName("property").item(1)).getAttribute("value"));
    }

    @Test
    @DisplayName("text is as wide as the variable COLUMNS says")
    void columns(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("Broken.java"), "class Broken { }}\n");
        ProcessBuilder check = Tool.command(Files.createDirectory(folder.resolve("temp")), "check", "01", "--cluster", "embedded",
                "--file", broken.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
        check.environment().put("COLUMNS", "40");
        String first = new String(check.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        // as close as they stand where there is no room
        assertEquals("01 · First producer   does not compile or start", first);
    }

    @Test
    @DisplayName("in a sick verdict nothing is failed: what had failed before the trouble cannot be judged")
    void sickBlamesNobody(@TempDir Path folder) throws Exception {
        Verdict sick = verdict(Result.SICK, "the brokers ended", FAILED.facts().toArray(FactResult[]::new));
        assertEquals(0, sick.count(Outcome.FAILED));
        assertEquals(1, sick.count(Outcome.PASSED));
        FactResult spared = sick.facts().get(1);
        assertEquals(new FactResult(spared.name(), Outcome.SKIPPED, "cannot be judged: the brokers ended", "", ""), spared);
        assertEquals("skipped", new ObjectMapper().readTree(JsonReport.of(sick)).get("facts").get(1).get("outcome").asText());
        Path file = folder.resolve("verdict.xml");
        JUnitXmlReport.write(file, List.of(sick));
        Element suite = (Element) DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile())
                .getElementsByTagName("testsuite").item(0);
        assertEquals("0", suite.getAttribute("failures"));
        assertEquals(0, suite.getElementsByTagName("failure").getLength());
        assertEquals("""
                06 · Manual commit                                                    no verdict

                  ✓ processes every order
                  – keeps an order whose processing failed
                  – is seen again
                  – is seen twice
                    to be judged later

                  The workshop had trouble, so this says nothing about your program: the brokers
                  ended

                """, new TextReport(false).of(sick));
    }

    private static Verdict verdict(Result result, String message, FactResult... facts) {
        return new Verdict(LESSON, Path.of("ManualCommit.java"), result, List.of(facts), message, Duration.ofMillis(1500),
                "embedded", OptionalLong.of(4711));
    }
}

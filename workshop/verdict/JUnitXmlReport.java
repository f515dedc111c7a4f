package workshop.verdict;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import workshop.verdict.FactResult.Outcome;

/**
 * Writes verdicts in the form that graders and CI servers read: a suite a lesson, a case a fact. A program that is broken
 * is a failure, a sick cluster an error. A suite has the verdict as a property of that name, as skipped cases alone fail no build.
 */
public final class JUnitXmlReport {

    private JUnitXmlReport() {
    }

    /**
     * Writes the file; it is whole when this returns.
     *
     * @throws IOException where it cannot be written
     */
    public static void write(Path file, List<Verdict> verdicts) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out,
                    StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("testsuites");
            for (Verdict verdict : verdicts) {
                suite(xml, verdict);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (NoSuchFileException e) {
            throw new IOException("cannot write " + file + ": there is no folder " + file.getParent(), e);
        } catch (XMLStreamException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void suite(XMLStreamWriter xml, Verdict verdict) throws XMLStreamException {
        boolean broken = verdict.result() == Verdict.Result.BROKEN;
        boolean sick = verdict.result() == Verdict.Result.SICK;
        long more = broken || sick ? 1 : 0;
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", verdict.lesson().folder());
        xml.writeAttribute("tests", String.valueOf(verdict.facts().size() + more));
        xml.writeAttribute("failures", String.valueOf(verdict.count(Outcome.FAILED) + (broken ? 1 : 0)));
        xml.writeAttribute("errors", sick ? "1" : "0");
        xml.writeAttribute("skipped", String.valueOf(verdict.count(Outcome.SKIPPED)));
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", verdict.time().toMillis() / 1000.0));
        xml.writeStartElement("properties");
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", "verdict");
        xml.writeAttribute("value", verdict.result().label());
        xml.writeEndElement();
        for (FactResult fact : verdict.facts()) {
            start(xml, verdict, fact.name());
            switch (fact.outcome()) {
                case FAILED -> problem(xml, "failure", fact.seen(), "Seen: " + fact.seen() + "\nMeans: " + fact.means()
                        + "\nTry: " + fact.lookAt());
                case SKIPPED -> {
                    xml.writeEmptyElement("skipped");
                    xml.writeAttribute("message", fact.seen());
                }
                default -> {
                    // a case without more is one that passed
                }
            }
            xml.writeEndElement();
        }
        if (more > 0) {
            start(xml, verdict, sick ? "the cluster is well" : "the program compiles and starts");
            problem(xml, sick ? "error" : "failure", verdict.result().label(), verdict.message());
            xml.writeEndElement();
        } else if (!verdict.message().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(verdict.message());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, Verdict verdict, String name) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", verdict.lesson().checkClass());
        xml.writeAttribute("name", name);
    }

    private static void problem(XMLStreamWriter xml, String kind, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(kind);
        xml.writeAttribute("message", message);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}

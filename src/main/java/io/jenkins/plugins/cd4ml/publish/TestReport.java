package io.jenkins.plugins.cd4ml.publish;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** JUnit XML that we write ourselves, from the result that was checked: what an agent calls a test report is never parsed. */
final class TestReport {
    private TestReport() {}

    /** Writes one suite with a case for each check. */
    static void write(Path file, String className, List<Check> checks) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", className);
            for (Check check : checks) {
                write(xml, className, check);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void write(XMLStreamWriter xml, String className, Check check) throws XMLStreamException {
        String message = CheckTexts.line(check.message());
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", className);
        xml.writeAttribute("name", CheckTexts.line(check.name()));
        xml.writeAttribute("time", "0");
        switch (check.outcome()) {
            case FAILED -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", message);
                xml.writeAttribute("type", CheckTexts.line(check.group()));
                xml.writeCharacters(message);
                xml.writeEndElement();
            }
            case SKIPPED, INCONCLUSIVE -> {
                xml.writeStartElement("skipped");
                xml.writeAttribute(
                        "message",
                        check.outcome() == Outcome.INCONCLUSIVE ? Messages.TestReport_inconclusive(message) : message);
                xml.writeEndElement();
            }
            case PASSED -> {
                xml.writeStartElement("system-out");
                xml.writeCharacters(message);
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }
}

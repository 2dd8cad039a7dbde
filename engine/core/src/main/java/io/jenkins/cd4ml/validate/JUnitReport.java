package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.store.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks as JUnit XML, for Jenkins' junit step and its history of each test: {@code <testsuite>} with one {@code <testcase>}
 * per check, whose class name is {@code <model>.<stage>}. A first test case, {@code metrics}, always passes and prints every
 * metric, so that a validation without gates is not an empty report, which the junit step refuses.
 */
final class JUnitReport {
    private JUnitReport() {}

    /** Writes the report in place of any that is there, whole or not at all. */
    static void write(Path file, String className, List<Check> checks, List<MetricValue> metrics) throws IOException {
        StringWriter text = new StringWriter();
        try {
            write(text, className, checks, metrics);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        AtomicFile.writeText(file, text.toString());
    }

    private static void write(StringWriter out, String className, List<Check> checks, List<MetricValue> metrics)
            throws XMLStreamException {
        XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute(xml, "name", className);
        attribute(xml, "tests", Integer.toString(checks.size() + 1));
        attribute(xml, "failures", count(checks, Outcome.FAILED));
        attribute(xml, "errors", "0");
        attribute(xml, "skipped", count(checks, Outcome.SKIPPED, Outcome.INCONCLUSIVE));
        start(xml, className, "metrics");
        element(xml, "system-out", null, metrics(metrics));
        xml.writeEndElement();
        for (Check check : checks) {
            start(xml, className, check.name());
            switch (check.outcome()) {
                case FAILED -> element(xml, "failure", check, check.message());
                case SKIPPED, INCONCLUSIVE -> element(xml, "skipped", check, "");
                case PASSED -> element(xml, "system-out", null, check.message());
            }
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
        xml.close();
    }

    private static void start(XMLStreamWriter xml, String className, String name) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        attribute(xml, "classname", className);
        attribute(xml, "name", name);
        attribute(xml, "time", "0");
    }

    private static void element(XMLStreamWriter xml, String name, Check check, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        if (check != null) {
            attribute(xml, "message", check.message());
            attribute(xml, "type", check.group());
        }
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private static String metrics(List<MetricValue> metrics) {
        StringBuilder text = new StringBuilder("\n");
        for (MetricValue metric : metrics) {
            text.append(metric.name())
                    .append(metric.label() == null ? "" : " for " + metric.label())
                    .append(' ')
                    .append(metric.value() == null ? "undefined" : Sentences.figure(metric.value(), metric.interval()))
                    .append(" (")
                    .append(Sentences.rows(metric.sampleSize()))
                    .append(")\n");
        }
        return text.toString();
    }

    private static String count(List<Check> checks, Outcome... outcomes) {
        return Long.toString(checks.stream()
                .filter(check -> List.of(outcomes).contains(check.outcome()))
                .count());
    }

    /** XML 1.0 has no way to write some characters, lone surrogates among them: they appear as {@code \\u0000}. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean allowed = c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || c >= 0x20 && c <= 0xd7ff
                    || c >= 0xe000 && c <= 0xfffd
                    || c >= 0x10000;
            if (allowed) {
                legal.appendCodePoint(c);
            } else {
                legal.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return legal.toString();
    }
}

package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.problem.Excerpt;
import io.jenkins.cd4ml.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What JUnit XML files report, as pytest, Maven and others write them: every {@code <testcase>} counts once, as failed where it
 * has a {@code <failure>} or an {@code <error>}, as skipped where it has a {@code <skipped>}; where a suite declares more failures than
 * its cases show, what it declares counts, and where it declares more tests than it holds, the report is refused as cut off. Files may be hostile: no document
 * type, no entities, no more than {@link #MOST_BYTES} bytes and {@link #DEEPEST} levels.
 *
 * @param failed names of the first failed tests, with their file
 */
record TestReports(int files, long tests, long failures, long skipped, List<String> failed) {
    static final long MOST_BYTES = 64L << 20;
    static final int DEEPEST = 50;
    private static final int MOST_NAMED = 3;
    private static final int LONGEST = 80;

    /** Reads the files, given by their paths relative to the project. */
    static TestReports read(Path project, List<String> names) throws IOException {
        TestReports all = new TestReports(names.size(), 0, 0, 0, List.of());
        for (String name : names) {
            all = all.and(read(project.resolve(name), name));
        }
        return all;
    }

    private static TestReports read(Path file, String name) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new InputException(name + " has " + (Files.size(file) >> 20) + " MB; JUnit files of at most "
                    + (MOST_BYTES >> 20) + " MB are read");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            return read(factory.createXMLStreamReader(in), name);
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            throw InputException.at(name, line, null, "it is no XML of JUnit: " + shown(reason(e)));
        }
    }

    private static TestReports read(XMLStreamReader xml, String name) throws XMLStreamException {
        long tests = 0;
        SuiteCounts suites = new SuiteCounts();
        long skips = 0;
        List<String> failed = new ArrayList<>();
        int depth = 0;
        int testAt = 0;
        boolean failing = false;
        boolean skipped = false;
        String test = null;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw at(xml, name, "it has a document type, which JUnit's files have not; it is not read");
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                testAt = depth == testAt ? 0 : testAt;
                depth--;
                if (isSuite(xml)) {
                    suites.end();
                }
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            depth++;
            String element = xml.getLocalName();
            if (depth > DEEPEST) {
                throw at(xml, name, "its elements are nested deeper than " + DEEPEST + " levels");
            }
            if (depth == 1 && !element.equals("testsuites") && !element.equals("testsuite")) {
                throw at(xml, name, "its root is <" + shown(element) + ">, not <testsuites> or <testsuite>");
            }
            if (isSuite(xml)) {
                begin(suites, xml, name);
            } else if (element.equals("testcase")) {
                tests++;
                suites.test();
                testAt = depth;
                failing = false;
                skipped = false;
                test = xml.getAttributeValue(null, "name");
            } else if (depth == testAt + 1 && isFailure(element) && !failing) {
                failing = true;
                skips -= skipped ? 1 : 0;
                suites.failure();
                if (failed.size() < MOST_NAMED) {
                    failed.add(shown(String.valueOf(test)) + " (" + name + ")");
                }
            } else if (depth == testAt + 1 && element.equals("skipped") && !failing && !skipped) {
                skipped = true;
                skips++;
            } else if (testAt == 0 && isFailure(element)) {
                suites.failure();
            }
        }
        if (suites.missing() > 0) {
            throw new InputException(name + " is not complete: its suites declare " + suites.missing()
                    + (suites.missing() == 1 ? " test" : " tests") + " more than it holds; run the tests again");
        }
        return new TestReports(1, tests, suites.failures(), skips, List.copyOf(failed));
    }

    private static boolean isFailure(String element) {
        return element.equals("failure") || element.equals("error");
    }

    private static boolean isSuite(XMLStreamReader xml) {
        return xml.getLocalName().equals("testsuite") || xml.getLocalName().equals("testsuites");
    }

    private static void begin(SuiteCounts suites, XMLStreamReader xml, String name) {
        try {
            suites.begin(attribute -> xml.getAttributeValue(null, attribute));
        } catch (IllegalArgumentException e) {
            throw at(xml, name, shown(e.getMessage()));
        }
    }

    private TestReports and(TestReports more) {
        List<String> named = new ArrayList<>(failed);
        more.failed.stream().limit(MOST_NAMED - named.size()).forEach(named::add);
        return new TestReports(
                files, tests + more.tests, failures + more.failures, skipped + more.skipped, List.copyOf(named));
    }

    private static InputException at(XMLStreamReader xml, String name, String why) {
        return InputException.at(name, Math.max(1, xml.getLocation().getLineNumber()), null, why);
    }

    /** The parser's words without its own place, which it puts on a line of its own. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return at < 0 ? message : message.substring(at + "Message: ".length());
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return Excerpt.of(plain, LONGEST);
    }
}

package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.MetricValue;
import io.jenkins.cd4ml.protocol.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.w3c.dom.Element;

/** Reads what Jenkins' junit plugin reads: {@code testsuite/@name}, {@code testcase/@classname, @name, @time}, {@code failure}, {@code skipped}. */
public class JUnitReportTest {
    private static final String HOSTILE = "]]> </testcase> <failure/> \" ' & \u0000\u001f\ud800 \ufffe é 雨 😀";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void eachCheckIsATestCaseWithItsHistory() throws Exception {
        Element suite = written(List.of(
                check("accuracy >= 0.75", Outcome.PASSED),
                check("recall for malignant >= 0.95", Outcome.FAILED),
                check("f1 versus champion", Outcome.SKIPPED)));
        assertEquals("testsuite", suite.getTagName());
        assertEquals("weather.validateModel", suite.getAttribute("name"));
        assertEquals(
                "4 1 0 1",
                String.join(
                        " ",
                        suite.getAttribute("tests"),
                        suite.getAttribute("failures"),
                        suite.getAttribute("errors"),
                        suite.getAttribute("skipped")));
        assertEquals(4, suite.getElementsByTagName("testcase").getLength());
        Element metrics = testCase(suite, 0);
        assertEquals("metrics", metrics.getAttribute("name"));
        assertEquals(
                "\naccuracy 0.83 [0.77, 0.88] (184 rows)\nrecall for fog undefined (184 rows)\n",
                metrics.getElementsByTagName("system-out").item(0).getTextContent());
        Element failed = testCase(suite, 2);
        assertEquals("weather.validateModel", failed.getAttribute("classname"));
        assertEquals("recall for malignant >= 0.95", failed.getAttribute("name"));
        assertEquals("0", failed.getAttribute("time"));
        Element failure = (Element) failed.getElementsByTagName("failure").item(0);
        assertEquals("message of recall for malignant >= 0.95", failure.getAttribute("message"));
        assertEquals("gate", failure.getAttribute("type"));
        Element skipped =
                (Element) testCase(suite, 3).getElementsByTagName("skipped").item(0);
        assertEquals("message of f1 versus champion", skipped.getAttribute("message"));
        assertEquals(0, testCase(suite, 1).getElementsByTagName("failure").getLength());
    }

    @Test
    public void hostileNamesStayText() throws Exception {
        Element suite = written(List.of(check(HOSTILE, Outcome.FAILED)));
        assertEquals(2, suite.getElementsByTagName("testcase").getLength());
        String legal = "]]> </testcase> <failure/> \" ' & \\u0000\\u001f\\ud800 \\ufffe é 雨 😀";
        assertEquals(legal, testCase(suite, 1).getAttribute("name"));
        assertEquals(
                "message of " + legal,
                testCase(suite, 1).getElementsByTagName("failure").item(0).getTextContent());
    }

    @Test
    public void withoutGatesThereIsStillATest() throws Exception {
        assertEquals(1, written(List.of()).getElementsByTagName("testcase").getLength());
    }

    @Test
    public void anOlderReportIsReplacedAndNothingIsLeftBeside() throws Exception {
        written(List.of(check("a", Outcome.PASSED), check("b", Outcome.PASSED)));
        written(List.of());
        try (var files = Files.list(folder.getRoot().toPath().resolve("validate"))) {
            assertEquals(1, files.count());
        }
    }

    private Element written(List<Check> checks) throws Exception {
        Path file = folder.getRoot().toPath().resolve("validate/junit.xml");
        JUnitReport.write(
                file,
                "weather.validateModel",
                checks,
                List.of(
                        new MetricValue("accuracy", null, .8313, new Interval(.7712, .8801, .95), 184, true),
                        new MetricValue("recall", "fog", null, null, 184, true)));
        assertTrue(Files.readString(file).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    private static Element testCase(Element suite, int index) {
        return (Element) suite.getElementsByTagName("testcase").item(index);
    }

    private static Check check(String name, Outcome outcome) {
        return new Check(name, "gate", outcome, .9, .95, ">=", null, 10L, "sha256:d", "sha256:m", "message of " + name);
    }

    @Test
    public void whatPassedIsPrintedAndEachTestStandsInTheSuite() throws Exception {
        Element suite = written(List.of(check("a", Outcome.PASSED), check("b", Outcome.INCONCLUSIVE)));
        assertEquals("1", suite.getAttribute("skipped"));
        Element passed = testCase(suite, 1);
        assertEquals(
                "message of a",
                passed.getElementsByTagName("system-out").item(0).getTextContent());
        for (int i = 0; i < 3; i++) {
            assertEquals(suite, testCase(suite, i).getParentNode());
        }
    }

    /** Section 2.2 of XML 1.0 has these at the ends of its ranges of characters. */
    @Test
    public void theEndsOfTheRangesOfCharactersAreWritten() throws Exception {
        String ends = "a\u0020\ud7ff\ue000\ufffd" + Character.toString(0x10000) + "z";
        Element suite = written(List.of(check(ends + "\uffff", Outcome.PASSED)));
        assertEquals(ends + "\\uffff", testCase(suite, 1).getAttribute("name"));
    }
}

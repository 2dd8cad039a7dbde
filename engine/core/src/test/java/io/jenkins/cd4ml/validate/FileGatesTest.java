package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.ValidateSettings.Gate;
import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileGatesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path project;

    @Before
    public void open() throws Exception {
        project = folder.getRoot().toPath().toRealPath();
    }

    @Test
    public void testsOfPythonAreCounted() throws Exception {
        write(
                "reports/pytest.xml",
                """
                <?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="1" failures="1" tests="4">
                <testcase classname="t" name="test_good" time="0.0"/>
                <testcase classname="t" name="test_bad" time="0.0"><failure message="assert 1 == 2">def test_bad(): &lt;x&gt;</failure></testcase>
                <testcase classname="t" name="test_skip" time="0.0"><skipped type="pytest.skip" message="no"/></testcase>
                <testcase classname="t" name="test_error" time="0.0"><error message="setup"/><system-out>
                <![CDATA[<failure>]]></system-out></testcase></testsuite></testsuites>
                """);
        Check failed = judge(junit("reports/*.xml", null));
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals(
                "2 of 4 tests failed in reports/pytest.xml: test_bad (reports/pytest.xml), test_error (reports/pytest.xml)",
                failed.message());
        assertEquals("tests of reports/*.xml", failed.name());
        assertEquals(Outcome.PASSED, judge(junit("reports", 2.0)).outcome());

        write("good/a.xml", "<testsuite><testcase name='a'/></testsuite>");
        write("good/sub/b.xml", "<testsuite><testcase name='b'/><testcase name='c'><skipped/></testcase></testsuite>");
        Check passed = judge(junit("good/**/*.xml", null));
        assertEquals(Outcome.PASSED, passed.outcome());
        assertEquals("all 2 tests passed in 2 files, 1 were skipped", passed.message());
        assertEquals(3, passed.sampleSize().longValue());

        write("none/a.xml", "<testsuites/>");
        assertEquals(
                "no test of none/a.xml ran: 0 are there, 0 were skipped",
                judge(junit("none/a.xml", null)).message());
    }

    @Test
    public void whatASuiteDeclaresCountsAsMuchAsItsCases() throws Exception {
        write("a.xml", "<testsuite tests='1' failures='3'><testcase name='a'/></testsuite>");
        Check declared = judge(junit("a.xml", null));
        assertEquals(Outcome.FAILED, declared.outcome());
        assertEquals("3 of 1 tests failed in a.xml", declared.message());
        write(
                "a.xml",
                "<testsuites failures='2'><testsuite tests='2' errors='1'><testcase name='a'/><testcase name='b'><failure/></testcase>"
                        + "</testsuite><testsuite failures='1'><testcase name='c'/></testsuite></testsuites>");
        assertEquals(
                "2 of 3 tests failed in a.xml: b (a.xml), …",
                judge(junit("a.xml", null)).message());
        write(
                "a.xml",
                "<testsuite tests='2'><testcase name='a'><skipped/><failure/></testcase><testcase name='b'/></testsuite>");
        assertEquals(
                "1 of 2 tests failed in a.xml: a (a.xml)",
                judge(junit("a.xml", null)).message());
        write("a.xml", "<testsuite tests='1'><error>no import</error><testcase name='a'/></testsuite>");
        assertEquals(Outcome.FAILED, judge(junit("a.xml", null)).outcome());
    }

    @Test
    public void aReportThatLostCasesIsRefused() throws Exception {
        write("a.xml", "<testsuite tests='5' failures='0'><testcase name='a'/></testsuite>");
        refused(
                "a.xml is not complete: its suites declare 4 tests more than it holds; run the tests again",
                "",
                junit("a.xml", null));
        write("a.xml", "<testsuite tests='3' skipped='2'><testcase name='a'/></testsuite>");
        assertEquals(Outcome.PASSED, judge(junit("a.xml", null)).outcome());
        write("a.xml", "<testsuite failures='-3'><testcase name='a'/></testsuite>");
        refused("a.xml:1: 'failures' of a suite is '-3', which is no number of tests", "", junit("a.xml", null));
    }

    @Test
    public void hostileXmlIsRefused() throws Exception {
        write(
                "a.xml",
                "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>\n"
                        + "<testsuite><testcase name='&f;'/></testsuite>");
        refused("a.xml:", "it has a document type, which JUnit's files have not; it is not read", junit("a.xml", null));
        write("a.xml", "<testsuite><testcase name='&f;'/></testsuite>");
        refused("a.xml:1: it is no XML of JUnit: ", "", junit("a.xml", null));
        write("a.xml", "<testsuite>\n<testcase");
        refused("a.xml:2: it is no XML of JUnit: ", "", junit("a.xml", null));
        write("a.xml", "<html><testcase/></html>");
        refused("a.xml:1: its root is <html>, not <testsuites> or <testsuite>", "", junit("a.xml", null));
        write("a.xml", "<testsuite>".repeat(60) + "</testsuite>".repeat(60));
        refused("a.xml:1: its elements are nested deeper than 50 levels", "", junit("a.xml", null));
        try (RandomAccessFile file =
                new RandomAccessFile(project.resolve("a.xml").toFile(), "rw")) {
            file.setLength(65L << 20);
        }
        refused("a.xml has 65 MB; JUnit files of at most 64 MB are read", "", junit("a.xml", null));
        refused("validate.gates.0.junit: no file matches 'b*.xml'", "", junit("b*.xml", null));
    }

    @Test
    public void numbersOfJsonFilesAreHeldAgainstLimits() throws Exception {
        write("metrics.json", "{\"latency\": {\"p95\": 123.4}, \"a.b\": 2, \"runs\": [{\"x\": 1}], \"name\": \"n\"}");
        Check slow = judge(from("latency.p95", null, 100.0));
        assertEquals(Outcome.FAILED, slow.outcome());
        assertEquals("latency.p95 of metrics.json <= 100", slow.name());
        assertEquals("latency.p95 of metrics.json 123 is above 100", slow.message());
        assertEquals(Outcome.PASSED, judge(from("a.b", 2.0, null)).outcome());
        assertEquals(1.0, judge(from("runs.0.x", 1.0, null)).value(), 0);
        refused(
                "validate.gates.0.metric: metrics.json has no 'latency.p59'; did you mean 'p95'?",
                "",
                from("latency.p59", null, 1.0));
        refused(
                "validate.gates.0.metric: 'name' of metrics.json is no finite number but string",
                "",
                from("name", 1.0, null));
        write("metrics.json", "{\"latency\": NaN}");
        refused("metrics.json:1: it is no JSON: ", "", from("latency", null, 1.0));
        Files.delete(project.resolve("metrics.json"));
        refused("validate.gates.0.from: there is no file 'metrics.json' in ", "", from("latency", null, 1.0));
    }

    private void refused(String begin, String end, Gate gate) {
        InputException refused = assertThrows(InputException.class, () -> judge(gate));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(begin));
        assertTrue(refused.getMessage(), refused.getMessage().endsWith(end));
    }

    private Check judge(Gate gate) throws Exception {
        List<Check> checks = new FileGates(project, "sha256:d", "sha256:m").judge(List.of(gate));
        assertEquals(1, checks.size());
        return checks.get(0);
    }

    private static Gate junit(String files, Double max) {
        return new Gate(null, null, null, max, null, null, null, null, null, null, null, files);
    }

    private static Gate from(String metric, Double min, Double max) {
        return new Gate(metric, null, min, max, null, null, null, null, null, null, "metrics.json", null);
    }

    private void write(String name, String text) throws Exception {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    public void filesOutsideTheProjectAreNotRead() throws Exception {
        Path outside = Files.writeString(Files.createTempFile("outside", ".json"), "{\"auc\": 1}");
        Path link = Files.createSymbolicLink(project.resolve("link.json"), outside);
        for (String from : List.of(
                outside.toString(),
                "../" + outside.getFileName(),
                link.getFileName().toString())) {
            Gate gate = new Gate("auc", null, 0.5, null, null, null, null, null, null, null, from, null);
            String message =
                    assertThrows(InputException.class, () -> judge(gate)).getMessage();
            assertTrue(message, message.contains("'" + from + "' is outside the project"));
        }
        Files.delete(outside);
    }

    @Test
    public void aLimitIsMetByItself() throws Exception {
        write("metrics.json", "{\"a\": 2, \"b\": {\"c\": [1]}}");
        Check atMost = judge(from("a", null, 2.0));
        assertEquals(Outcome.PASSED, atMost.outcome());
        assertEquals("a of metrics.json 2.00 is at most 2", atMost.message());
        Check atLeast = judge(from("a", 2.0, null));
        assertEquals(Outcome.PASSED, atLeast.outcome());
        assertEquals("a of metrics.json 2.00 is at least 2", atLeast.message());
        Check below = judge(from("a", 3.0, null));
        assertEquals(Outcome.FAILED, below.outcome());
        assertEquals("a of metrics.json >= 3", below.name());
        assertEquals("a of metrics.json 2.00 is below 3", below.message());
        refused(
                "validate.gates.0.metric: 'b' of metrics.json is no finite number but an object",
                "",
                from("b", 1.0, null));
        refused(
                "validate.gates.0.metric: 'b.c' of metrics.json is no finite number but a list",
                "",
                from("b.c", 1.0, null));
    }

    @Test
    public void aFileOfNumbersMayBeSixteenMegabytes() throws Exception {
        byte[] text = " ".repeat(16 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy("{\"a\": 2}".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, text, 0, 8);
        Path file = Files.write(project.resolve("metrics.json"), text);
        assertEquals(2.0, judge(from("a", 1.0, null)).value(), 0);
        Files.writeString(file, " ", java.nio.file.StandardOpenOption.APPEND);
        refused(
                "validate.gates.0.from: 'metrics.json' has 16 MB; files of at most 16 MB are read",
                "",
                from("a", 1.0, null));
    }

    @Test
    public void namesOfFailedTestsAreThreeOfAllFiles() throws Exception {
        write(
                "r/a.xml",
                "<testsuite><testcase name='a'><failure/></testcase><testcase name='b'><error/></testcase></testsuite>");
        write(
                "r/b.xml",
                "<testsuite><testcase name='c'><failure/></testcase><testcase name='d'><error/></testcase></testsuite>");
        assertEquals(
                "4 of 4 tests failed in 2 files: a (r/a.xml), b (r/a.xml), c (r/b.xml), …",
                judge(junit("r", null)).message());
    }

    /** Neither skipped twice nor skipped after a failure counts a second time. */
    @Test
    public void aTestCountsOnce() throws Exception {
        write(
                "a.xml",
                "<testsuite><testcase name='a'><skipped/><skipped/></testcase><testcase name='b'><failure/><skipped/>"
                        + "<error/></testcase><testcase name='c'/></testsuite>");
        assertEquals(
                "1 of 3 tests failed in a.xml: b (a.xml)",
                judge(junit("a.xml", null)).message());
        TestReports read = TestReports.read(project, List.of("a.xml"));
        assertEquals(new TestReports(1, 3, 1, 1, List.of("b (a.xml)")), read);
        write("a.xml", "<testsuite><testcase name='a'><skipped/><failure/></testcase><testcase name='b'/></testsuite>");
        assertEquals(new TestReports(1, 2, 1, 0, List.of("a (a.xml)")), TestReports.read(project, List.of("a.xml")));
    }

    @Test
    public void fiftyLevelsAreReadAndTheParsersPlaceIsNotRepeated() throws Exception {
        String inner = "<testsuite>".repeat(48) + "<testcase name='a'/>" + "</testsuite>".repeat(48);
        write("a.xml", "<testsuites>" + inner + "</testsuites>");
        assertEquals(Outcome.PASSED, judge(junit("a.xml", null)).outcome());
        write("a.xml", "<testsuites><testsuite>" + inner + "</testsuite></testsuites>");
        refused("a.xml:1: its elements are nested deeper than 50 levels", "", junit("a.xml", null));
        write("a.xml", "<testsuite>\n<testcase");
        String message = assertThrows(InputException.class, () -> judge(junit("a.xml", null)))
                .getMessage();
        assertTrue(message, message.matches("a\\.xml:2: it is no XML of JUnit: \\S.*"));
        assertTrue(message, !message.contains("ParseError") && !message.contains("Message:"));
    }
}

package io.jenkins.cd4ml.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Protocol;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The page as a file: its size, what is in it and what is not. */
public class ReportTest {
    private static final Pattern DATA = Pattern.compile("id=\"cd4ml-data\">(.*?)</script>", Pattern.DOTALL);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void writesOnePageAndNothingElse() throws Exception {
        Path html = folder.getRoot().toPath().resolve("runs/1/report.html");
        Report.write(html, ReportFixtures.passed());
        Report.write(html, ReportFixtures.rejected());
        try (Stream<Path> files = Files.list(html.getParent())) {
            assertEquals(List.of(html), files.toList());
        }
        assertEquals(
                ReportFixtures.rejected().size(),
                data(Files.readString(html)).path("results").size());
    }

    @Test
    public void holdsTheResultsUnchangedAndInTheOrderOfTheStages() throws Exception {
        List<StageResult> results = ReportFixtures.passed();
        List<StageResult> shuffled = new ArrayList<>(results);
        Collections.reverse(shuffled);
        JsonNode data = data(Report.page(shuffled));
        for (int i = 0; i < results.size(); i++) {
            assertEquals(
                    results.get(i),
                    Protocol.readResult(data.path("results").get(i).toString()));
        }
        assertEquals(0, data.path("omitted").size());
    }

    @Test
    public void namesItsOnlyScriptAndStyleByTheirHashes() throws Exception {
        String page = Report.page(ReportFixtures.passed());
        String policy = first(page, "Content-Security-Policy\" content=\"([^\"]+)\"");
        assertTrue(policy, policy.startsWith("default-src 'none'; "));
        assertFalse(policy, policy.contains("unsafe"));
        assertTrue(
                policy, policy.contains("script-src 'sha256-" + sha256(between(page, "<script>", "</script>")) + "'"));
        assertTrue(policy, policy.contains("style-src 'sha256-" + sha256(between(page, "<style>", "</style>")) + "'"));
        assertEquals("one script runs, one holds data", 2, count(page, "<script"));
        assertEquals(1, count(page, "<style"));
    }

    @Test
    public void isSmallEvenWith65DriftedColumnsAndGetsNoLargerThanAllowed() throws Exception {
        JsonNode whole = data(Report.page(List.of(ReportFixtures.wideDrift(65))));
        assertEquals(65, whole.at("/results/0/detail/columns").size());
        assertEquals(0, whole.path("omitted").size());
        for (int columns : new int[] {65, 1000, 10_000}) {
            String page = Report.page(List.of(ReportFixtures.wideDrift(columns)));
            int bytes = page.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(columns + " columns: " + bytes, bytes < Report.MAX_BYTES);
        }
    }

    @Test
    public void saysWhatIsLeftOutAndKeepsWhatMatters() throws Exception {
        JsonNode data = data(Report.page(List.of(ReportFixtures.wideDrift(5000))));
        JsonNode columns = data.at("/results/0/detail/columns");
        assertTrue(columns.size() < 5000);
        assertTrue("drifted columns first", columns.get(0).path("drifted").asBoolean());
        assertEquals(
                "5,000 columns the first " + String.format(Locale.ROOT, "%,d", columns.size()),
                stream(data.path("omitted"))
                        .filter(text -> text.contains("columns"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    public void thinsALongTrainingInsteadOfCuttingItsEnd() throws Exception {
        StageResult training = ReportFixtures.changed("train", tree -> {
            ArrayNode epochs = (ArrayNode) tree.at("/detail/epochs");
            ObjectNode last = (ObjectNode) epochs.get(epochs.size() - 1);
            for (int epoch = epochs.size() + 1; epoch <= 20_000; epoch++) {
                epochs.add(last.deepCopy().put("epoch", epoch));
            }
            return tree;
        });
        JsonNode epochs = data(Report.page(List.of(training))).at("/results/0/detail/epochs");
        assertTrue(String.valueOf(epochs.size()), epochs.size() <= 1000);
        assertEquals(1, epochs.get(0).path("epoch").asInt());
        assertTrue(epochs.get(epochs.size() - 1).path("epoch").asInt() > 19_900);
    }

    @Test
    public void cutsAStackTraceOfMegabytes() throws Exception {
        String trace = "at somewhere.Deep.down(Deep.java:1)\n".repeat(25_000);
        Problem problem = new Problem("x".repeat(500_000), null, null, null, null, trace);
        String page = Report.page(List.of(ReportFixtures.stopped(Stage.TRAIN_MODEL, Verdict.FAULT, problem)));
        assertTrue(page.getBytes(StandardCharsets.UTF_8).length < Report.MAX_BYTES);
    }

    @Test
    public void keepsHostileTextInsideItsQuotes() throws Exception {
        String hostile = "</script><script>alert(1)</script><!-- <script> ]]> ${script} \u2028 \"'";
        Problem problem = Problem.of(hostile);
        StageResult result = ReportFixtures.stopped(Stage.TRAIN_MODEL, Verdict.INVALID, problem);
        String page = Report.page(List.of(result));
        assertEquals(2, count(page, "<script"));
        assertEquals(2, count(page, "</script"));
        assertFalse(page.contains("<!-- <script>"));
        assertEquals(hostile, data(page).at("/results/0/problem/message").asText());
    }

    @Test
    public void asksForNothingFromAnywhere() throws Exception {
        String page = Report.page(ReportFixtures.passed());
        String frame = page.replace(between(page, "<script>", "</script>"), "");
        assertFalse(Pattern.compile("\\b(src|href)=|@import|url\\(|http://|https://")
                .matcher(frame)
                .find());
    }

    @Test
    public void canBeWrittenForNoResultAtAll() throws Exception {
        assertEquals(0, data(Report.page(List.of())).path("results").size());
    }

    private static JsonNode data(String page) throws Exception {
        Matcher data = DATA.matcher(page);
        assertTrue(data.find());
        assertFalse("no < in the data", data.group(1).contains("<"));
        return Protocol.mapper().readTree(data.group(1));
    }

    private static Stream<String> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(pattern, matcher.find());
        return matcher.group(1);
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }
}

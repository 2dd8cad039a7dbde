package io.jenkins.cd4ml.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Test;

/** The page in a real browser: nothing on the console, nothing asked for, every plot drawn, nothing hostile awake. */
public class ReportPageTest {
    private static final Pattern PLOT = Pattern.compile("class=\"cd4ml-plot\"[^>]*>(<div[^>]*><svg)?");

    @Before
    public void needsChromium() throws Exception {
        Chromium.require();
    }

    @Test
    public void showsAllSixStagesWithEveryPlotDrawn() throws Exception {
        String dom = open(ReportFixtures.passed(), 1300);
        assertTrue(dom.contains(">Promoted<"));
        for (String title : List.of("Data", "Training", "Validation", "Package", "Canary", "Drift")) {
            assertTrue(title, dom.contains("</span></span> " + title + "<"));
        }
        // three decisions, two comparisons, two curves, metrics, three by class, calibration, importance, slices,
        // roll-out,
        // drift of the predictions
        assertEquals(16, drawn(dom));
        assertEquals("the columns without drift wait until they are unfolded", 5, plots(dom) - drawn(dom));
    }

    @Test
    public void tellsWhyAModelMayNotGoOnAndWhatDidNotRun() throws Exception {
        String dom = open(ReportFixtures.rejected(), 360);
        assertTrue(dom.contains(">Not promoted<"));
        assertTrue(dom.contains(">Accuracy 0.712 [0.674, 0.75] is below 0.75 (365 rows).<"));
        assertTrue(dom.contains(">What decided<"));
        assertEquals(3, dom.split(">not run<", -1).length - 1);
        assertEquals(plots(dom), drawn(dom));
    }

    @Test
    public void saysWhatIsNotKnownAndWhatWouldSettleIt() throws Exception {
        String dom = open(List.of(ReportFixtures.read("data").get(0), ReportFixtures.inconclusive()), 1300);
        assertTrue(dom.contains(">What is not known, and what would settle it<"));
        String headline = dom.substring(dom.indexOf("\"cd4ml-headline\""), dom.indexOf("\"cd4ml-stages\""));
        assertTrue(headline, headline.contains(" [-0.041, 0.021] reaches below -0.02 (341 rows)<"));
        String decided = dom.substring(dom.indexOf("\"cd4ml-decided\""), dom.indexOf(">What these rows can show<"));
        assertTrue(decided.contains("<li>about 1,960 test rows instead of "));
        assertTrue(decided.contains("<li>a margin of 0.05, the smallest loss that these rows can exclude</li>"));
        assertTrue(decided.contains(">log_loss, which sees as much as with 4 times as many rows<"));
        assertTrue(decided.contains("even an equal model passes with probability 0.24 only"));
        String table = dom.substring(dom.indexOf(">What these rows can show<"));
        assertTrue("the same figures as in the sentences", table.contains(">0.05<") && table.contains(">about 1,960<"));
        assertTrue(dom.contains(">What these rows can show<"));
        assertTrue(dom.contains(">Earlier champions: Accuracy<"));
        assertTrue(dom.contains(
                "This model is 0.0350 worse than version 1, the best champion so far, by the sum of the differences"
                        + " since: more than the margin 0.02 that each comparison accepts."));
        assertTrue(dom.contains("What was not measured counts as 0, so the sum may hide a loss."));
        assertTrue(dom.contains("New rows are due: about 320 unused ones would do."));
    }

    @Test
    public void showsARegressionAndADriftOfManyColumns() throws Exception {
        StageResult regression = ReportFixtures.read("regression").get(0);
        String dom = open(List.of(regression, ReportFixtures.wideDrift(65)), 1300);
        assertTrue(dom.contains("Histogram of predicted minus actual"));
        assertTrue(dom.contains("58 columns without drift"));
        assertTrue(dom.contains("3 others, sum"));
        assertTrue(dom.contains("1 group with too few rows to be compared."));
        // residuals, importance, three rates by sex, predictions and seven drifted columns
        assertEquals(13, drawn(dom));
    }

    @Test
    public void showsWhatTheStagesReallyWrite() throws Exception {
        List<StageResult> golden = ReportFixtures.golden();
        String dom = open(golden, 1300);
        for (StageResult result : golden) {
            assertTrue(dom.contains("id=\"" + result.stage().step() + "-title\""));
        }
        assertTrue(drawn(dom) >= golden.size());
    }

    @Test
    public void explainsWhatStoppedARun() throws Exception {
        Problem invalid = new Problem("'breezy' is not a number", "data/weather.csv", 17, "wind", "data.path", null);
        Problem fault = new Problem("The process ended with 134.", null, null, null, null, "at a.b.C(C.java:12)");
        String dom = open(
                List.of(
                        ReportFixtures.stopped(Stage.VERSION_DATA, Verdict.INVALID, invalid),
                        ReportFixtures.stopped(Stage.TRAIN_MODEL, Verdict.FAULT, fault),
                        ReportFixtures.stopped(Stage.CHECK_DRIFT, Verdict.ABORTED, Problem.of("stopped on request"))),
                1300);
        assertTrue("the worst one speaks", dom.contains(">Stopped: an internal error in CD4ML<"));
        assertTrue(dom.contains(">data/weather.csv:17<"));
        assertTrue(dom.contains(">at a.b.C(C.java:12)<"));
        assertTrue(open(List.of(), 1300).contains("No stage has run yet"));
    }

    @Test
    public void readsNothingHostileAsMarkup() throws Exception {
        List<StageResult> hostile =
                List.of("data", "train", "validate", "package", "canary", "drift-two-columns").stream()
                        .map(name -> ReportFixtures.changed(name, ReportPageTest::poisoned))
                        .toList();
        String dom = open(hostile, 360);
        assertFalse(dom.contains("<img"));
        assertFalse(dom.contains("<b>"));
        assertFalse("no script of theirs ran", dom.contains("<title>owned"));
        assertTrue("and all of it is there to read", dom.contains("&lt;img src=x onerror"));
        assertEquals("the charts are drawn all the same", 14, drawn(dom));
    }

    @Test
    public void thisTestWouldSeeAnErrorOnAPage() throws Exception {
        String page = Report.page(List.of()).replace("<body>", "<body><img src='/other'><script>x</script>");
        Chromium.Visit visit = visit(page, 800);
        assertTrue(visit.console().toString(), visit.console().size() >= 2);
    }

    private static String open(List<StageResult> results, int width) throws Exception {
        Chromium.Visit visit = visit(Report.page(results), width);
        assertEquals(List.of(), visit.console());
        assertEquals(
                List.of("/page.html"),
                visit.requests().stream()
                        .filter(path -> !path.equals("/favicon.ico"))
                        .toList());
        return visit.dom();
    }

    private static Chromium.Visit visit(String page, int width) throws Exception {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        return Chromium.open(path -> path.equals("/page.html") ? bytes : null, width, 30_000);
    }

    private static int plots(String dom) {
        return (int) PLOT.matcher(dom).results().count();
    }

    private static int drawn(String dom) {
        Matcher plots = PLOT.matcher(dom);
        return (int) plots.results().filter(plot -> plot.group(1) != null).count();
    }

    /** The result with every text that a user or a file could have brought along replaced by something nasty. */
    private static ObjectNode poisoned(ObjectNode tree) {
        poison(tree, 0);
        return tree;
    }

    private static final List<String> NASTY = List.of(
            "</script><script>document.title='owned'</script>",
            "<img src=x onerror=\"document.title='owned'\">",
            "{a|<b>bold</b>} {value} {b}",
            "name-without-a-place-to-break-".repeat(12),
            "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
            "\ud83c\udf27\ufe0f rain \ud83d\udc69\u200d\ud83d\udd2c",
            "__proto__",
            "");

    private static int poison(JsonNode node, int start) {
        int next = start;
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean theirs = List.of(
                                "column",
                                "name",
                                "label",
                                "message",
                                "summary",
                                "model",
                                "run",
                                "target",
                                "preparation",
                                "reason",
                                "value",
                                "environment",
                                "test",
                                "type",
                                "path",
                                "role",
                                "file",
                                "figure",
                                "before")
                        .contains(field.getKey());
                if (theirs && field.getValue().isTextual()) {
                    field.setValue(TextNode.valueOf(NASTY.get(next++ % NASTY.size()) + (next % 3 == 0 ? "<" : "")));
                }
            }
        }
        for (JsonNode child : node) {
            next = poison(child, next);
        }
        return next;
    }
}

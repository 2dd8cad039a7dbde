package io.jenkins.cd4ml.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.cd4ml.protocol.CheckDriftDetail;
import io.jenkins.cd4ml.protocol.Problem;
import io.jenkins.cd4ml.protocol.Stage;
import io.jenkins.cd4ml.protocol.StageResult;
import io.jenkins.cd4ml.protocol.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class TerminalSummaryTest {
    private static final List<String> ALL = List.of(
            "data",
            "train",
            "validate",
            "validate-rejected",
            "regression",
            "package",
            "canary",
            "canary-rolled-back",
            "drift",
            "drift-two-columns");

    @Test
    public void beginsWithTheVerdictInASentence() {
        assertTrue(
                of("validate-rejected", 80)
                        .startsWith(
                                "validateModel FAILED: Not promoted: accuracy 0.712 [0.674, 0.75] is below 0.75\n(365 rows).\n"));
    }

    @Test
    public void keepsToItsWidth() {
        for (String name : ALL) {
            for (int width : new int[] {60, 80, 132}) {
                for (String line : of(name, width).split("\n")) {
                    assertTrue(name + ": " + line, TerminalText.width(line) <= width);
                    assertFalse(name + ": " + line, line.endsWith(" "));
                }
            }
        }
    }

    @Test
    public void isPlainAsciiWithoutColour() {
        for (String name : ALL) {
            assertTrue(name, of(name, 80).chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127));
        }
    }

    @Test
    public void saysTheSameInColour() {
        for (StageResult result : ReportFixtures.passed()) {
            String coloured = TerminalSummary.of(result, true, 80);
            assertTrue(coloured.contains("\u001b["));
            assertEquals(TerminalSummary.of(result, false, 80), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        }
    }

    @Test
    public void showsFailedChecksFirstWithValueIntervalThresholdAndRows() {
        String check = of("validate-rejected", 80).lines().toList().get(4);
        assertEquals(
                "accuracy >= 0.75 FAILED 0.712 [0.674, 0.750] >= 0.75 365",
                check.strip().replaceAll(" +", " "));
    }

    @Test
    public void showsWhatIsNotKnownAndWhatWouldSettleIt() {
        assertEquals(
                """
                  What these rows can show               Smallest loss  Rows needed  Equal passes
                  accuracy versus champion, margin 0.02           0.05      ~ 1,960          0.24
                  recall for rain versus champion                  0.1    no margin             -
                  all of them together                                                       0.18

                  What would see more
                  log_loss, which sees as much as with 4 times as many rows  accuracy versus champion, margin 0.02

                  Champions, accuracy  Compared with               Difference          Sum
                  version 1                                                              0
                  version 2            version 1      -0.0120 [-0.0420, 0.0180]    -0.0120
                  version 3            version 2                   not measured    -0.0120
                  version 4            version 3      -0.0130 [-0.0430, 0.0170]    -0.0250
                  this model           version 4      -0.0100 [-0.0400, 0.0200]    -0.0350
                  since the best       version 1                               0.0350 worse

                  Reused test rows
                  other models judged on them before         2
                  weighted by the share that each saw     1.50
                  earlier judgements that did not pass  1 of 1
                  new rows are due, about                  320
                """
                        .lines()
                        .map(String::stripTrailing)
                        .map(line -> line.replaceAll(" +", " "))
                        .toList(),
                section(TerminalSummary.of(ReportFixtures.inconclusive(), false, 132), "What these rows can show", 21));
    }

    /** The place of the first odd value is in the check's message alone. */
    @Test
    public void saysInFullWhyChecksDidNotPass() {
        StageResult data = ReportFixtures.changed("data", tree -> {
            for (JsonNode check : tree.get("checks")) {
                ((ObjectNode) check).put("outcome", "FAILED");
            }
            String first = "2 of 1,461 values of precipitation are below 0; the first is -3 in data/2013.csv:17";
            ((ObjectNode) tree.get("checks").get(0)).put("message", first);
            ((ObjectNode) tree.get("checks").get(1))
                    .put("message", "1 value of weather is not allowed; the first is 'hail' in data/2014.csv:40");
            return tree.put("verdict", "FAILED").put("summary", "Rejected: " + first + ", and 1 more");
        });
        String text = TerminalSummary.of(data, false, 60);
        // the first one is in the headline already
        assertEquals(1, text.replaceAll("\\s+", " ").split("the first is -3 in data/2013.csv:17", -1).length - 1);
        assertTrue(
                text,
                text.contains(
                        "\n\n  - 1 value of weather is not allowed; the first is 'hail'\n    in data/2014.csv:40\n\n"));
    }

    private static List<String> section(String text, String head, int lines) {
        List<String> all = text.lines().toList();
        int first = 0;
        while (!all.get(first).contains(head)) {
            first++;
        }
        return all.subList(first, Math.min(all.size(), first + lines)).stream()
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }

    @Test
    public void explainsAProblemWithoutRepeatingItself() {
        Problem problem = new Problem("a.csv:17: 'breezy' is not a number", "a.csv", 17, "wind", "data.path", null);
        assertEquals(
                "trainModel INVALID: a.csv:17: 'breezy' is not a number\n  column  wind\n  key     data.path\n",
                TerminalSummary.of(ReportFixtures.stopped(Stage.TRAIN_MODEL, Verdict.INVALID, problem), false, 80));
    }

    @Test
    public void obeysNoControlCharacterOfTheData() {
        Problem problem = Problem.of("\u001b[2J\u0007column \u202etxet\u2066 \n\r\u009b31m end");
        String text =
                TerminalSummary.of(ReportFixtures.stopped(Stage.TRAIN_MODEL, Verdict.INVALID, problem), false, 80);
        assertEquals("trainModel INVALID: ?[2J?column ?txet? ?31m end\n", text);
    }

    @Test
    public void countsTheColumnsThatLettersTake() {
        assertEquals(8, TerminalText.width("\u5929\u6c14\ud83c\udf27 e\u0301"));
        assertEquals("\u5929\u6c14...", TerminalText.cut("\u5929\u6c14\u5929\u6c14\u5929\u6c14", 8));
        assertEquals(List.of("one two", "three"), TerminalText.wrap("one two three", 8));
        assertEquals(List.of("abcdefgh", "ij"), TerminalText.wrap("abcdefghij", 8));
    }

    @Test
    public void usesColoursOnlyWhereTheyAreWanted() {
        assertTrue(TerminalSummary.mayColour(true, Map.of("TERM", "xterm", "NO_COLOR", "")));
        assertFalse(TerminalSummary.mayColour(false, Map.of("TERM", "xterm")));
        assertFalse(TerminalSummary.mayColour(true, Map.of("NO_COLOR", "1")));
        assertFalse(TerminalSummary.mayColour(true, Map.of("TERM", "dumb")));
    }

    @Test
    public void showsNumbersAsPeopleReadThem() {
        assertEquals("0.910", Figures.number(0.91));
        assertEquals("0.100", Figures.number(0.1));
        assertEquals("1,461", Figures.number(1461.0));
        assertEquals("2.40e-07", Figures.number(2.4e-7));
        assertEquals("-", Figures.number(null));
        assertEquals("0.00001", Figures.given(1e-5));
        assertEquals("-0.02", Figures.given(-0.02));
        assertEquals("12.3 %", Figures.percent(0.123456));
        assertEquals("0 %", Figures.percent(0.0));
        assertEquals("48.2 kB", Figures.bytes(48219));
    }

    @Test
    public void aColumnThatLostItsValuesIsNotCalledUnjudged() {
        StageResult drift = ReportFixtures.changed("drift", tree -> {
            ObjectNode column = (ObjectNode) tree.get("detail").get("columns").get(0);
            column.put("drifted", true).putNull("test").putNull("score");
            return tree;
        });
        String column = ((CheckDriftDetail) drift.detail()).columns().get(0).column();
        String line = TerminalSummary.of(drift, false, 100)
                .lines()
                .filter(each -> each.startsWith("  " + column + " ") && each.endsWith("drifted"))
                .findFirst()
                .orElseThrow();
        assertTrue(line, line.contains(" missing values "));
    }

    private static String of(String fixture, int width) {
        return TerminalSummary.of(ReportFixtures.read(fixture).get(0), false, width);
    }
}

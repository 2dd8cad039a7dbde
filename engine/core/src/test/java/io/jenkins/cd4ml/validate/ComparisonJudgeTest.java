package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.config.ValidateSettings;
import io.jenkins.cd4ml.config.ValidateSettings.FirstModel;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.ModelReference;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Sensitivity;
import io.jenkins.cd4ml.validate.PairedEvaluation.Difference;
import java.util.List;
import org.junit.Test;

public class ComparisonJudgeTest {
    private static final MetricKey ACCURACY = MetricKey.of(MetricName.ACCURACY);
    private static final MetricKey LOSS = MetricKey.of(MetricName.LOG_LOSS);
    private static final Labels LABELS = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, null);
    private static final AlphaBudget BUDGET = new AlphaBudget(.025);
    private static final GateJudge GATES = new GateJudge(LABELS, "sha256:d", "sha256:m");

    @Test
    public void aPassIsEvidence() {
        Check check = judge(notWorse(ACCURACY, .02), .83, .80, -.01, .07, null);
        assertEquals(Outcome.PASSED, check.outcome());
        assertEquals(
                "accuracy 0.83 is not worse than the champion's 0.80 by more than 0.02: the difference +0.030 [-0.010, 0.070] is"
                        + " at least -0.02 (400 rows)",
                check.message());
        assertEquals("accuracy versus champion, margin 0.02", check.name());
        assertEquals(-.02, check.threshold(), 0);
        assertEquals(">=", check.comparison());
        assertEquals(.03, check.value(), 1e-12);
        // inclusive
        assertEquals(
                Outcome.PASSED,
                judge(notWorse(ACCURACY, .02), .83, .80, -.02, .07, null).outcome());
    }

    @Test
    public void anotherVersionIsNamed() {
        GateRule.Versus fixed = new GateRule.Versus(ACCURACY, .02, ValidateSettings.Test.NOT_WORSE, null, "12");
        Check check = judge(fixed, .8, .86, -.09, -.03, null);
        assertEquals("accuracy versus version 12, margin 0.02", check.name());
        assertTrue(check.message(), check.message().startsWith("accuracy 0.80 is worse than version 12's 0.86 by"));
        GateRule.Versus best = new GateRule.Versus(ACCURACY, 0, ValidateSettings.Test.NOT_WORSE, null, "best");
        assertEquals("accuracy versus best", best.describe(LABELS));
        assertEquals("the best version so far", best.other());
    }

    @Test
    public void shownWorseFails() {
        Check check = judge(notWorse(ACCURACY, .02), .8, .86, -.09, -.03, null);
        assertEquals(Outcome.FAILED, check.outcome());
        assertEquals(
                "accuracy 0.80 is worse than the champion's 0.86 by more than 0.02: the difference -0.060 [-0.090, -0.030] lies"
                        + " wholly below -0.02 (400 rows)",
                check.message());
    }

    /** The issue's own figures: five of ten such candidates passed as "not clearly worse". */
    @Test
    public void whatIsNotShownIsInconclusiveAndSaysWhatWouldSettleIt() {
        Check check = judge(notWorse(ACCURACY, .02), .774, .8, -.045, -.007, "log_loss, which sees more");
        assertEquals(Outcome.INCONCLUSIVE, check.outcome());
        assertEquals(
                "accuracy 0.77 may be worse than the champion's 0.80 by more than 0.02: the difference -0.026 [-0.045, -0.007]"
                        + " reaches below -0.02 (400 rows); these rows can exclude a loss of 0.03; for 0.02 it takes about 738"
                        + " rows or a margin of 0.03, or log_loss, which sees more",
                check.message());
    }

    @Test
    public void theWeakerRuleIsCalledWhatItIs() {
        GateRule.Versus weaker = new GateRule.Versus(ACCURACY, .02, ValidateSettings.Test.NOT_SHOWN_WORSE, null);
        Check check = judge(weaker, .774, .8, -.045, -.007, null);
        assertEquals(Outcome.PASSED, check.outcome());
        assertEquals("accuracy versus champion, not shown worse, margin 0.02", check.name());
        assertTrue(
                check.message(),
                check.message().startsWith("accuracy 0.77 is not shown to be worse than the champion's"));
        assertEquals(Outcome.FAILED, judge(weaker, .8, .86, -.09, -.03, null).outcome());
    }

    @Test
    public void lessIsBetterIsMirrored() {
        assertEquals(
                "log_loss 0.50 is worse than the champion's 0.30 by more than 0.1: the difference +0.20 [0.11, 0.31] lies wholly"
                        + " above 0.1 (400 rows)",
                judge(notWorse(LOSS, .1), .5, .3, .11, .31, null).message());
        Check better = judge(notWorse(LOSS, 0), .2, .4, -.3, -.1, null);
        assertEquals(Outcome.PASSED, better.outcome());
        assertEquals(
                "log_loss 0.20 is not worse than the champion's 0.40: the difference -0.20 [-0.30, -0.10] is at most 0 (400 rows)",
                better.message());
        assertEquals("log_loss versus champion", better.name());
        assertEquals("<=", better.comparison());
    }

    @Test
    public void withoutAMarginNoNumberOfRowsShowsAnEqualModel() {
        Check check = judge(notWorse(ACCURACY, 0), .8, .8, -.03, .03, null);
        assertEquals(Outcome.INCONCLUSIVE, check.outcome());
        assertTrue(
                check.message(),
                check.message()
                        .endsWith(
                                "these rows can exclude a loss of 0.05; without a margin no number of rows shows that an equal"
                                        + " model is not worse: give the gate a margin of 0.05. Even an equal model passes with probability"
                                        + " 0.03"));
    }

    @Test
    public void sevenRowsWithoutADifferenceShowNothing() {
        Difference none = new Difference(.8, .8, new Interval(0, 0, .95));
        ChanceError error = ChanceError.of(MetricName.ACCURACY, none, 7, BUDGET);
        // z2 / (n + z2), Tango 1998 where no row is answered differently
        assertEquals(-.354330, error.interval().lower(), 1e-6);
        Check check =
                judge().judge(notWorse(ACCURACY, .02), none, error, null, "", 7).check();
        assertEquals(Outcome.INCONCLUSIVE, check.outcome());
        Difference same = new Difference(.4, .4, new Interval(0, 0, .95));
        assertEquals(
                -.141732,
                ChanceError.of(MetricName.LOG_LOSS, same, 7, BUDGET).interval().lower(),
                1e-6);
        assertNull(ChanceError.of(MetricName.RECALL, none, 0, BUDGET));
    }

    @Test
    public void onlyAFirstModelNeedsNoComparison() {
        Opponent first = Opponent.absent(null, "no model serves in production yet", 0);
        Check accepted = judge().withoutComparison(notWorse(ACCURACY, 0), "", first);
        assertEquals(Outcome.SKIPPED, accepted.outcome());
        assertEquals(
                "accuracy was not compared: no model serves in production yet (validate.firstModel: accept)",
                accepted.message());
        ComparisonJudge reject = new ComparisonJudge(GATES, FirstModel.REJECT, BUDGET);
        assertEquals(
                Outcome.FAILED,
                reject.withoutComparison(notWorse(ACCURACY, 0), "", first).outcome());
        Opponent known = Opponent.absent(new ModelReference("weather", 3, null, "p"), "all rows were used", 9);
        assertEquals(
                Outcome.INCONCLUSIVE,
                judge().withoutComparison(notWorse(ACCURACY, 0), "", known).outcome());
    }

    @Test
    public void theRowsSayWhatTheyCouldHaveShown() {
        Difference difference = new Difference(.8, .8, new Interval(-.046, .046, .95));
        ChanceError error = ChanceError.of(MetricName.ACCURACY, difference, 184, BUDGET);
        Sensitivity could = error.sensitivity("x", notWorse(ACCURACY, .02), null);
        // (1.959964 + 0.841621) * 0.046 / 1.959964
        assertEquals(.065752, could.smallestLoss(), 1e-6);
        assertEquals(1989, could.rowsNeeded().longValue());
        // 1 - Phi(1.959964 - 0.02 / 0.02347)
        assertEquals(.1340, could.passIfEqual(), 5e-4);
    }

    private static ComparisonJudge judge() {
        return new ComparisonJudge(GATES, FirstModel.ACCEPT, BUDGET);
    }

    private static Check judge(
            GateRule.Versus rule, double candidate, double champion, double lower, double upper, String better) {
        Difference difference = new Difference(candidate, champion, new Interval(lower, upper, .95));
        ChanceError error = ChanceError.of(rule.key().name(), difference, 400, BUDGET);
        return judge().judge(rule, difference, error, better, "", 400).check();
    }

    private static GateRule.Versus notWorse(MetricKey key, double margin) {
        return new GateRule.Versus(key, margin, ValidateSettings.Test.NOT_WORSE, null);
    }
}

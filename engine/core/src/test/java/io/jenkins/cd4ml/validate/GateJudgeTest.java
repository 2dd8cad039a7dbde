package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import io.jenkins.cd4ml.validate.Evaluation.Figure;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class GateJudgeTest {
    private static final MetricKey ACCURACY = MetricKey.of(MetricName.ACCURACY);
    private static final MetricKey RECALL = new MetricKey(MetricName.RECALL, 1);
    private static final MetricKey LOSS = MetricKey.of(MetricName.LOG_LOSS);
    private static final Labels LABELS = Labels.of(List.of("benign", "malignant"), false, new long[] {357, 212}, null);
    private static final GateJudge JUDGE = new GateJudge(LABELS, "sha256:d", "sha256:m");

    @Test
    public void aFailedCheckSaysWhy() {
        Check check = JUDGE.judge(atLeast(RECALL, .95), measured(RECALL, .912, .861, .952), "");
        assertEquals(
                new Check(
                        "recall for malignant >= 0.95",
                        "gate",
                        Outcome.FAILED,
                        .912,
                        .95,
                        ">=",
                        new Interval(.861, .952, .95),
                        114L,
                        "sha256:d",
                        "sha256:m",
                        "recall for malignant 0.91 [0.86, 0.95] is below 0.95 (114 rows)"),
                check);
    }

    @Test
    public void thresholdsAreInclusive() {
        said(
                Outcome.PASSED,
                "a weak pass: accuracy 0.75 [0.70, 0.80] is at least 0.75, and its interval reaches below it (114 rows)",
                JUDGE.judge(atLeast(ACCURACY, .75), measured(ACCURACY, .75, .7, .8), ""));
        said(
                Outcome.PASSED,
                "a weak pass: log_loss 0.75 [0.70, 0.80] is at most 0.75, and its interval reaches above it (114 rows)",
                JUDGE.judge(atMost(LOSS, .75), measured(LOSS, .75, .7, .8), ""));
        said(
                Outcome.FAILED,
                "log_loss 0.7501 [0.7000, 0.8000] is above 0.75 (114 rows)",
                JUDGE.judge(atMost(LOSS, .75), measured(LOSS, .7501, .7, .8), ""));
    }

    @Test
    public void aBoundCanBeJudgedInsteadOfTheEstimate() {
        GateRule.Threshold rule = new GateRule.Threshold(ACCURACY, true, .75, Bound.LOWER, null);
        assertEquals("accuracy: lower bound >= 0.75", rule.describe(LABELS));
        said(
                Outcome.FAILED,
                "accuracy 0.83 [0.71, 0.88]: its lower bound is below 0.75 (114 rows)",
                JUDGE.judge(rule, measured(ACCURACY, .83, .71, .88), ""));
        GateRule.Threshold upper = new GateRule.Threshold(LOSS, false, .75, Bound.UPPER, null);
        said(
                Outcome.PASSED,
                "log_loss 0.63 [0.51, 0.68]: its upper bound is at most 0.75 (114 rows)",
                JUDGE.judge(upper, measured(LOSS, .63, .51, .68), ""));
        said(
                Outcome.INCONCLUSIVE,
                "accuracy 1.00 has no lower bound to judge: there are too few rows, or too few of the class, for an"
                        + " interval (1 row)",
                JUDGE.judge(rule, new Evaluation(1, Map.of(ACCURACY, new Figure(1, null))), ""));
    }

    @Test
    public void whatIsUndefinedIsInconclusive() {
        Check check =
                JUDGE.judge(atLeast(RECALL, .5), new Evaluation(9, Map.of(RECALL, new Figure(Double.NaN, null))), "");
        said(
                Outcome.INCONCLUSIVE,
                "recall for malignant is undefined on these 9 rows: there is no row of the class",
                check);
        assertNull(check.value());
    }

    private static void said(Outcome outcome, String message, Check check) {
        assertEquals(message, check.message());
        assertEquals(outcome, check.outcome());
    }

    private static GateRule.Threshold atLeast(MetricKey key, double limit) {
        return new GateRule.Threshold(key, true, limit, Bound.ESTIMATE, null);
    }

    private static GateRule.Threshold atMost(MetricKey key, double limit) {
        return new GateRule.Threshold(key, false, limit, Bound.ESTIMATE, null);
    }

    private static Evaluation measured(MetricKey key, double value, double lower, double upper) {
        return new Evaluation(114, Map.of(key, new Figure(value, new Interval(lower, upper, .95))));
    }
}

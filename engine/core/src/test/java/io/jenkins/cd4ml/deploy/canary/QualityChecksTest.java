package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.function.IntToDoubleFunction;
import org.junit.Test;

/** Accuracy and RMSE on the same rows and of other callers; p-values from SciPy, on both sides of each. */
public class QualityChecksTest {
    private static final StepChecks CHECKS = new StepChecks(null, "sha256:ab");

    private static Check check(double maxDrop, Measurement step) {
        return new QualityCheck(CHECKS, maxDrop, false).of(step);
    }

    /** scipy.stats.binom.sf(29, 42, 0.5) = 0.0039579: 30 of 42 rows on which one of the two is right. */
    @Test
    public void mcnemarsTestIsExact() {
        PairedRows rows = MeasuredSteps.classRows(150, 12, 30, 8);
        Check shown = check(0.02, MeasuredSteps.paired(0.00396, rows));
        assertEquals(Outcome.FAILED, shown.outcome());
        assertEquals(-0.09, shown.value(), 1e-12);
        assertEquals(-0.02, shown.threshold(), 0);
        assertEquals(">=", shown.comparison());
        assertEquals(200, shown.sampleSize().longValue());
        assertEquals(
                "accuracy 0.81 against 0.9 of the champion on the same rows: -0.09 ("
                        + Figures.interval(shown.interval())
                        + "), a loss is shown, and 0.02 is not excluded; only the champion is right on 30, only the"
                        + " candidate on 12 of 200 labelled rows",
                shown.message());
        Check open = check(0.02, MeasuredSteps.paired(0.00395, rows));
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertTrue(open.message(), open.message().contains(", not shown whether it is worse by 0.02"));
        Check better = check(0.02, MeasuredSteps.paired(0.5, MeasuredSteps.classRows(150, 30, 0, 20)));
        assertEquals(Outcome.PASSED, better.outcome());
        assertTrue(better.message(), better.message().contains(", a loss of 0.02 is excluded; "));
        // Neither is right alone anywhere: nothing speaks against the candidate, whatever the level.
        Check alike = check(0.0001, MeasuredSteps.paired(0.5, MeasuredSteps.classRows(20, 0, 0, 5)));
        assertEquals(alike.message(), Outcome.INCONCLUSIVE, alike.outcome());
    }

    private static final IntToDoubleFunction OURS = i -> 1 + i % 5 * 0.1;
    private static final IntToDoubleFunction THEIRS = i -> 1 + i % 3 * 0.12;

    /** NumPy: the sum of the differences of the squared errors over the root of their squares; its upper tail is 0.00036635. */
    @Test
    public void squaredErrorsOfTheSameRows() {
        PairedRows rows = MeasuredSteps.numberRows(60, OURS, THEIRS, i -> 0);
        Check shown = check(0.02, MeasuredSteps.paired(0.000367, rows));
        assertEquals(Outcome.FAILED, shown.outcome());
        assertEquals(0.07473870830971774, shown.value(), 1e-12);
        assertEquals(
                "RMSE 1.21 against 1.12 of the champion on the same rows: relative increase 0.0747 ("
                        + Figures.interval(shown.interval())
                        + "), a loss is shown, and 0.02 is not excluded (60 labelled rows)",
                shown.message());
        Check open = check(0.02, MeasuredSteps.paired(0.000366, rows));
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertTrue(open.message(), open.message().contains("; so many labelled rows can exclude 0.0"));
        Check passed = check(0.2, MeasuredSteps.paired(0.000367, rows));
        assertEquals("a limit that is excluded decides first", Outcome.PASSED, passed.outcome());
        // The same rows the other way round.
        Check better = check(0.02, MeasuredSteps.paired(0.4, MeasuredSteps.numberRows(60, THEIRS, OURS, i -> 0)));
        assertEquals(Outcome.PASSED, better.outcome());
    }

    @Test
    public void aPerfectChampionIsNoIntervalButABetterModel() {
        PairedRows rows = MeasuredSteps.numberRows(40, i -> i + 1, i -> i, i -> i);
        Check worse = check(0.02, MeasuredSteps.paired(0.001, rows));
        assertEquals(worse.message(), Outcome.FAILED, worse.outcome());
        assertNull(worse.interval());
        Check better =
                check(0.02, MeasuredSteps.paired(0.001, MeasuredSteps.numberRows(40, i -> i, i -> i + 1, i -> i)));
        assertEquals(better.message(), Outcome.PASSED, better.outcome());
        assertEquals(-1, better.value(), 0);
        assertTrue(better.message(), better.message().contains("relative increase -1, a loss of 0.02 is excluded ("));
        Check both = check(0.02, MeasuredSteps.paired(0.001, MeasuredSteps.numberRows(40, i -> i, i -> i, i -> i)));
        assertEquals(both.message(), Outcome.PASSED, both.outcome());
    }

    private static LiveLabels.Side side(int rows, int right) {
        LiveLabels.Side side = new LiveLabels.Side();
        for (int i = 0; i < rows; i++) {
            side.add("r" + i, 0, i < right ? "rain" : "sun", "rain");
        }
        return side;
    }

    private static LiveLabels.Side errors(int rows, IntToDoubleFunction error) {
        LiveLabels.Side side = new LiveLabels.Side();
        for (int i = 0; i < rows; i++) {
            side.add("r" + i, 0, Double.toString(100 + error.applyAsDouble(i)), "100");
        }
        return side;
    }

    private static Check callers(double level, boolean numbers, LiveLabels labels) {
        var predictions = numbers ? MeasuredSteps.numbers(200, i -> i) : MeasuredSteps.classes(60, 140);
        return check(0.02, MeasuredSteps.callers(level, predictions, predictions, labels));
    }

    /** scipy.stats.fisher_exact([[60, 90], [200, 800]], 'greater') = 1.902015e-07: errors of both. */
    @Test
    public void accuracyOfOtherCallers() {
        LiveLabels labels = new LiveLabels(side(150, 90), side(1000, 800));
        Check shown = callers(1.903e-7, false, labels);
        assertEquals(Outcome.FAILED, shown.outcome());
        assertEquals(
                "accuracy 0.6 against 0.8 of the champion by labels that callers sent, each its own callers: -0.2 (-0.283"
                        + " to -0.121 at 95 %), a loss is shown, and 0.02 is not excluded (150 and 1000 labelled rows)",
                shown.message());
        assertEquals(-0.02, shown.threshold(), 0);
        Check open = callers(1.901e-7, false, labels);
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertTrue(open.message(), open.message().contains(", not shown whether it is worse by 0.02 ("));
        Check passed = callers(0.01, false, new LiveLabels(side(3000, 2700), side(3000, 2400)));
        assertEquals(Outcome.PASSED, passed.outcome());
        assertTrue(passed.message(), passed.message().contains(", a loss of 0.02 is excluded ("));
    }

    /** NumPy and scipy.stats.norm: relative increase 0.21784, from 0.17576 to 0.26144. */
    @Test
    public void squaredErrorsOfOtherCallers() {
        LiveLabels labels = new LiveLabels(errors(50, i -> 1.2 + i % 5 * 0.1), errors(80, i -> 1 + i % 4 * 0.1));
        Check shown = callers(0.01, true, labels);
        assertEquals("10 %: rmse", shown.name());
        assertEquals(Outcome.FAILED, shown.outcome());
        assertEquals(0.21784484537880708, shown.value(), 1e-9);
        assertEquals(0.17575632431547247, shown.interval().lower(), 1e-9);
        assertEquals(0.2614400082255317, shown.interval().upper(), 1e-9);
        assertEquals(50, shown.sampleSize().longValue());
        assertEquals(
                "RMSE 1.41 against 1.16 of the champion by labels that callers sent, each its own callers: relative"
                        + " increase 0.218 (0.176 to 0.261 at 95 %), a loss is shown, and 0.02 is not excluded (50 and 80"
                        + " labelled rows)",
                shown.message());
        // scipy.stats.norm.sf of the logarithm over its standard error: 2.31374e-28
        assertEquals(Outcome.FAILED, callers(2.32e-28, true, labels).outcome());
        assertEquals(Outcome.INCONCLUSIVE, callers(2.30e-28, true, labels).outcome());
        LiveLabels alike = new LiveLabels(errors(50, i -> 1 + i % 4 * 0.1), errors(80, i -> 1 + i % 4 * 0.1));
        assertEquals(Outcome.INCONCLUSIVE, callers(0.01, true, alike).outcome());
        LiveLabels better = new LiveLabels(errors(80, i -> 1 + i % 4 * 0.1), errors(50, i -> 1.2 + i % 5 * 0.1));
        assertEquals(Outcome.PASSED, callers(0.01, true, better).outcome());
    }

    @Test
    public void aPerfectChampionOfOtherCallers() {
        Check worse = callers(0.01, true, new LiveLabels(errors(50, i -> 1), errors(80, i -> 0)));
        assertEquals(worse.message(), Outcome.FAILED, worse.outcome());
        assertNull(worse.interval());
        Check both = callers(0.01, true, new LiveLabels(errors(50, i -> 0), errors(80, i -> 0)));
        assertEquals(both.message(), Outcome.PASSED, both.outcome());
        assertEquals(0, both.value(), 0);
    }

    @Test
    public void withoutALabelOfOneOfThemNothingIsShown() {
        Check none = callers(0.01, false, new LiveLabels(side(0, 0), side(80, 80)));
        assertEquals("not shown: no label came for one of the two versions", none.message());
        Check numbers = callers(0.01, true, new LiveLabels(errors(50, i -> 0), side(80, 80)));
        assertEquals("not shown: no label came for one of the two versions", numbers.message());
    }
}

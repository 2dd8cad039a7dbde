package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.deploy.server.PredictionSummary;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Expected figures from NumPy, with ddof=1: |Cohen's d|, and its standard error on the same rows and on those of other callers. */
public class ShiftCheckTest {
    private static final double D = 0.34906468432964377;

    /** 97.5 % of a normal distribution are below 1.96. */
    private static final double LEVEL = 0.025;

    private static Check check(double limit, Measurement step) {
        return new ShiftCheck(new StepChecks(null, "sha256:ab"), limit).of(step);
    }

    private static PairedRows moved(int n) {
        return MeasuredSteps.numberRows(n, i -> i % 10 + (i % 2 == 1 ? 0.5 : 1.5), i -> i % 10, i -> 0);
    }

    @Test
    public void numbersOnTheSameRows() {
        Check passed = check(0.4, MeasuredSteps.paired(LEVEL, moved(100)));
        assertEquals(Outcome.PASSED, passed.outcome());
        assertEquals(D, passed.value(), 1e-12);
        assertEquals(0.3146846417257675, passed.interval().lower(), 1e-12);
        assertEquals(0.38344472693352005, passed.interval().upper(), 1e-12);
        assertEquals(100, passed.sampleSize().longValue());
        assertEquals(
                "|Cohen's d| 0.349 (0.315 to 0.383 at 95 %) between what candidate and champion predict on the same rows:"
                        + " more than 0.4 is excluded (100 rows)",
                passed.message());
        Check failed = check(0.3, MeasuredSteps.paired(LEVEL, moved(100)));
        assertEquals(Outcome.FAILED, failed.outcome());
        assertTrue(failed.message(), failed.message().endsWith(": more than 0.3 is shown (100 rows)"));
        Check open = check(D, MeasuredSteps.paired(LEVEL, moved(100)));
        assertEquals(Outcome.INCONCLUSIVE, open.outcome());
        assertTrue(open.message(), open.message().endsWith(": not shown whether it is more than 0.349 (100 rows)"));
    }

    /** What the level of the look makes of a distance whose interval at 95 % begins above the limit. */
    @Test
    public void theLevelDecides() {
        // (d - 0.31) / error = 2.227, whose upper tail is 0.013
        assertEquals(
                Outcome.FAILED,
                check(0.31, MeasuredSteps.paired(0.014, moved(100))).outcome());
        assertEquals(
                Outcome.INCONCLUSIVE,
                check(0.31, MeasuredSteps.paired(0.012, moved(100))).outcome());
    }

    @Test
    public void numbersOfOtherCallers() {
        PredictionSummary ours = MeasuredSteps.numbers(40, i -> i % 8);
        PredictionSummary theirs = MeasuredSteps.numbers(60, i -> i % 8 + 2);
        Check check = check(0.5, MeasuredSteps.callers(LEVEL, ours, theirs, null));
        assertEquals(0.8073127200057646, check.value(), 1e-12);
        assertEquals(0.4072367469761554, check.interval().lower(), 1e-12);
        assertEquals(1.2073886930353739, check.interval().upper(), 1e-12);
        assertEquals(40, check.sampleSize().longValue());
        assertEquals(Outcome.INCONCLUSIVE, check.outcome());
        assertTrue(check.message(), check.message().contains(" predict on their callers' rows: not shown whether"));
        assertEquals(
                Outcome.FAILED,
                check(0.4, MeasuredSteps.callers(LEVEL, ours, theirs, null)).outcome());
    }

    @Test
    public void equalNumbersAreNoShift() {
        Check same = check(0, MeasuredSteps.paired(LEVEL, MeasuredSteps.numberRows(50, i -> i, i -> i, i -> 0)));
        assertEquals(same.message(), Outcome.PASSED, same.outcome());
        assertEquals(0, same.value(), 0);
        assertEquals("a distance is not below 0", 0, same.interval().lower(), 0);
    }

    /** The limit itself is not more than the limit. */
    @Test
    public void whatIsConstantAndTheSameIsNoShift() {
        Check constant = check(0.3, MeasuredSteps.paired(LEVEL, MeasuredSteps.numberRows(50, i -> 4, i -> 4, i -> 0)));
        assertEquals(constant.message(), Outcome.PASSED, constant.outcome());
        Check apart = check(0.3, MeasuredSteps.paired(LEVEL, MeasuredSteps.numberRows(50, i -> 5, i -> 4, i -> 0)));
        assertEquals(apart.message(), Outcome.FAILED, apart.outcome());
        assertNull("infinite", apart.value());
        assertNull(apart.interval());
    }

    @Test
    public void thirtyRowsAreEnough() {
        assertEquals(
                "not shown: predictions are compared from 30 rows on, and there are 29",
                check(0.4, MeasuredSteps.paired(LEVEL, moved(29))).message());
        Check thirty = check(5, MeasuredSteps.paired(LEVEL, moved(30)));
        assertEquals(thirty.message(), Outcome.PASSED, thirty.outcome());
    }

    /** The same classes row by row; scipy.spatial.distance.jensenshannon([0.5, 0.5], [0.5, 0.5]) is 0 whatever the rows are. */
    @Test
    public void classesOnTheSameRows() {
        List<PairedRows.Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(new PairedRows.Row(i % 2 == 0 ? "rain" : "sun", i % 2 == 0 ? "rain" : "sun", null));
        }
        Check same = check(0.3, MeasuredSteps.paired(LEVEL, new PairedRows(false, rows, List.of())));
        assertEquals(same.message(), Outcome.PASSED, same.outcome());
        assertEquals(0, same.value(), 1e-12);
        assertTrue(same.message(), same.message().startsWith("Jensen-Shannon distance 0 ("));
        Check callers = check(
                0.3,
                MeasuredSteps.callers(LEVEL, MeasuredSteps.classes(300, 300), MeasuredSteps.classes(500, 500), null));
        assertEquals(callers.message(), Outcome.PASSED, callers.outcome());
        assertEquals(600, callers.sampleSize().longValue());
    }

    @Test
    public void aFirstVersionHasNothingToBeComparedWith() {
        Measurement first = new Measurement(
                10,
                LEVEL,
                MeasuredSteps.traffic(100, 0, MeasuredSteps.classes(1, 99)),
                null,
                List.of(List.of()),
                null,
                null,
                null);
        Check skipped = check(0.3, first);
        assertEquals(Outcome.SKIPPED, skipped.outcome());
        assertEquals("there is no champion to compare predictions with", skipped.message());
    }
}

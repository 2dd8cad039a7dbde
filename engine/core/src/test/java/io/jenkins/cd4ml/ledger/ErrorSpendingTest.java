package io.jenkins.cd4ml.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.cd4ml.protocol.Interval;
import java.util.stream.IntStream;
import org.junit.Test;

public class ErrorSpendingTest {
    private final ErrorSpending budget = new ErrorSpending(0.95);

    @Test
    public void theFirstJudgementHasTheOrdinaryInterval() {
        assertEquals(0.025, budget.tail(0), 1e-15);
        Interval interval = new Interval(0.75, 0.85, 0.95);
        assertEquals(0.8, ErrorSpending.limit(0.8, true, 0.81, interval, 0.025, 0.025), 0);
        assertEquals(0.8, ErrorSpending.limit(0.8, false, 0.81, interval, 0.025, 0.025), 0);
    }

    @Test
    public void allJudgementsTogetherErrAtMostOnceInTwenty() {
        double spent = IntStream.range(0, 1_000_000).mapToDouble(budget::tail).sum();
        assertTrue(spent < 0.05);
        assertEquals(0.05, spent, 1e-7);
    }

    @Test
    public void laterOnesGetLess() {
        assertEquals(0.05 / 6, budget.tail(1), 1e-15);
        assertEquals(0.05 / (13 * 14), budget.tail(12), 1e-15);
        assertEquals(0.05 / (1.5 * 2.5), budget.tail(0.5), 1e-15);
        // scipy: norm.isf(0.05 / 420) - norm.isf(0.025) = 1.7147722718441796 standard errors of 0.02 each
        double z = 3.6747362563842356;
        Interval interval = new Interval(0.8 - 0.02 * z, 0.8 + 0.03 * z, 1 - 2 * budget.tail(19));
        assertEquals(
                0.8 + 0.02 * 1.7147722718441796,
                ErrorSpending.limit(0.8, true, 0.8, interval, budget.tail(19), 0.025),
                1e-9);
        assertEquals(
                0.8 - 0.03 * 1.7147722718441796,
                ErrorSpending.limit(0.8, false, 0.8, interval, budget.tail(19), 0.025),
                1e-9);
    }

    @Test
    public void theInverseFindsWhatWasSpent() {
        for (double spent : new double[] {0, 0.3, 1, 12, 400}) {
            assertEquals(spent, budget.spentAt(budget.tail(spent)), 1e-9);
        }
        assertEquals(0, budget.spentAt(0.4), 0);
    }
}

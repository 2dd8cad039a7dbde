package io.jenkins.cd4ml.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.stream.IntStream;
import org.junit.Test;

public class AlphaBudgetTest {
    private final AlphaBudget budget = new AlphaBudget(0.95);

    @Test
    public void theFirstJudgementHasTheOrdinaryInterval() {
        assertEquals(0.025, budget.tail(0), 1e-15);
        assertEquals(0, budget.shift(budget.tail(0)), 0);
        // scipy.stats.norm.isf
        assertEquals(1.959963984540054, AlphaBudget.quantile(0.025), 1e-12);
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
        // norm.isf(0.05 / 420) - norm.isf(0.025)
        assertEquals(1.7147722718441796, budget.shift(budget.tail(19)), 1e-9);
    }

    @Test
    public void theInverseFindsWhatWasSpent() {
        for (double spent : new double[] {0, 0.3, 1, 12, 400}) {
            assertEquals(spent, budget.spentAt(budget.tail(spent)), 1e-9);
        }
        assertEquals(0, budget.spentAt(0.4), 0);
    }
}

package io.jenkins.cd4ml.train;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.table.ColumnValues;
import org.junit.Test;

public class TargetScaleTest {
    /** {@code numpy.std([1, 2, 4, 8])} of the rows that train. */
    @Test
    public void itIsThePopulationsStandardDeviation() {
        ColumnValues.Numbers target = new ColumnValues.Numbers(new double[] {1, 1e9, 2, 4, 8, 5});
        assertEquals(2.680951f, TargetScale.of(target, new int[] {0, 2, 3, 4}), 1e-6);
        // near 1e9 the squares of 64-bit floats would cancel: numpy.std([1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 8])
        ColumnValues.Numbers offset = new ColumnValues.Numbers(new double[] {1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 8});
        assertEquals(2.680951f, TargetScale.of(offset, new int[] {0, 1, 2, 3}), 1e-6);
    }

    @Test
    public void equalTargetsHaveNone() {
        assertEquals(1, TargetScale.of(new ColumnValues.Numbers(new double[] {7, 7}), new int[] {0, 1}), 0);
    }
}

package io.jenkins.cd4ml.data.profile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.junit.Test;

/** What a sketch is not told against one that is told everything. */
public class DistinctValuesTest {
    @Test
    public void whatIsNotToldWouldHaveChangedNothing() {
        Random random = new Random(21);
        for (int different : new int[] {10, 10_001, 300_000}) {
            DistinctValues values = new DistinctValues();
            Union all = new Union(14);
            double[] block = new double[1000];
            for (int i = 0; i < 600; i++) {
                Arrays.setAll(block, j -> random.nextInt(different) / 8.0);
                values.add(block, block.length - i % 2);
                for (int j = 0; j < block.length - i % 2; j++) {
                    all.update(block[j]);
                }
                if (i % 100 == 50) {
                    values.add("text " + i);
                    all.update("text " + i);
                    values.merge(values(different + i));
                    all.update(union(different + i).getResult(TgtHllType.HLL_8));
                }
            }
            assertEquals(Math.round(all.getEstimate()), values.estimate());
            assertArrayEquals(all.getResult(TgtHllType.HLL_8).toCompactByteArray(), values.toByteArray());
            assertEquals(
                    values.estimate(), DistinctValues.of(values.toByteArray()).estimate());
        }
    }

    private static DistinctValues values(double number) {
        DistinctValues values = new DistinctValues();
        values.add(number);
        return values;
    }

    private static Union union(double number) {
        Union union = new Union(14);
        union.update(number);
        return union;
    }
}

package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.protocol.Histogram;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class ResidualsTest {
    /** {@code numpy.histogram(r, bins='sturges')}. */
    @Test
    public void equalsNumPy() {
        assertHistogram(
                new double[] {-3, -1.4, .2, 1.8, 3.4, 5},
                List.of(1L, 4L, 3L, 1L, 1L),
                -3,
                -1,
                -.5,
                0,
                0,
                .25,
                .5,
                1,
                2,
                5);
    }

    /** A value on an edge belongs to the bin above it, the largest one to the last bin. */
    @Test
    public void edgesBelongToTheBinAbove() {
        assertHistogram(new double[] {0, 1, 2, 3, 4}, List.of(1L, 1L, 1L, 5L), 0, 1, 2, 3, 3, 3, 3, 4);
        assertHistogram(new double[] {-8, -4, 0, 4, 8}, List.of(4L, 1L, 1L, 2L), -8, -7, -6, -5, -4, 0, 4, 8);
    }

    @Test
    public void oneValueIsOneBinOfWidthOne() {
        assertHistogram(new double[] {1.5, 2.5}, List.of(3L), 2, 2, 2);
        double next = Math.nextUp(2.0);
        assertHistogram(new double[] {1.5, next + .5}, List.of(3L), 2, 2, next);
    }

    @Test
    public void thereAreNoMoreThanFiftyBinsAndNoOverflow() {
        Histogram wide = Residuals.of(new double[2], new double[] {-Double.MAX_VALUE, Double.MAX_VALUE});
        assertEquals(List.of(1L, 1L), wide.counts());
        assertEquals(List.of(-Double.MAX_VALUE, 0.0, Double.MAX_VALUE), wide.edges());
    }

    @Test
    public void theResidualIsWhatThePredictionIsAbove() {
        Histogram one = Residuals.of(new double[] {10, 10}, new double[] {13, 11});
        assertEquals(List.of(1.0, 2.0, 3.0), one.edges());
    }

    private static void assertHistogram(double[] edges, List<Long> counts, double... residuals) {
        double[] zero = new double[residuals.length];
        Histogram found = Residuals.of(zero, residuals);
        assertArrayEquals(
                edges, found.edges().stream().mapToDouble(Double::doubleValue).toArray(), 1e-12);
        assertEquals(Arrays.toString(residuals), counts, found.counts());
    }
}

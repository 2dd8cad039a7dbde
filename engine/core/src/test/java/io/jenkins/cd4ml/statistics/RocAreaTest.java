package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import org.junit.Test;

/** Expected values: the definition of DeLong et al. over all pairs, by numpy.cov. */
public class RocAreaTest {
    private static final boolean[] HIT = {true, true, true, false, true, false, true, false, false, false, false, false
    };
    private static final RocArea FIRST =
            RocArea.of(new double[] {.9, .8, .7, .7, .6, .4, .3, .5, .2, .55, .1, .35}, HIT);
    private static final RocArea SECOND =
            RocArea.of(new double[] {.7, .9, .6, .8, .3, .5, .4, .45, .3, .2, .25, .1}, HIT);

    @Test
    public void areasAndVariancesAreThoseOfAllPairs() {
        assertEquals(0.8142857142857143, FIRST.value(), 1e-15);
        assertEquals(0.7571428571428571, SECOND.value(), 1e-15);
        assertEquals(0.022176870748299323, FIRST.variance(), 1e-15);
        assertEquals(0.022244897959183677, SECOND.variance(), 1e-15);
        assertEquals(0.01392857142857143, FIRST.covariance(SECOND), 1e-15);
        assertEquals(0.01392857142857143, SECOND.covariance(FIRST), 1e-15);
    }

    @Test
    public void influencesAddUpToNothing() {
        assertEquals(0, Arrays.stream(FIRST.influence()).sum(), 1e-15);
        assertEquals(5, FIRST.hits());
        assertEquals(7, FIRST.others());
        // the first row is above all 7 others
        assertEquals((1 - 0.8142857142857143) / 5, FIRST.influence()[0], 1e-15);
    }

    @Test
    public void thereIsNoneOfOneClassAlone() {
        assertNull(RocArea.of(new double[] {1, 2}, new boolean[] {true, true}));
        assertNull(RocArea.of(new double[] {1, 2}, new boolean[] {false, false}));
        RocArea single = RocArea.of(new double[] {1, 2, 0}, new boolean[] {false, true, false});
        assertEquals(1, single.value(), 0);
        assertEquals(Double.NaN, single.variance(), 0);
        assertThrows(IllegalArgumentException.class, () -> FIRST.covariance(single));
    }
}

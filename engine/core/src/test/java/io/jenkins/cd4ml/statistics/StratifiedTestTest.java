package io.jenkins.cd4ml.statistics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

/** Against convolutions of SciPy's hypergeom, and fisher_exact for one stratum. */
public class StratifiedTestTest {
    @Test
    public void strataAreConvolved() {
        StratifiedTest test = new StratifiedTest(
                List.of(new TwoByTwo(3, 25, 4, 225), new TwoByTwo(1, 20, 6, 180), new TwoByTwo(5, 30, 10, 270)));
        assertEquals(0.0011953625047285215, test.pValue(), 1e-14);
    }

    @Test
    public void oneStratumIsFishersTest() {
        // scipy.stats.fisher_exact([[8, 2], [1, 5]], alternative='greater')
        assertEquals(0.024475524475524483, new StratifiedTest(List.of(new TwoByTwo(8, 10, 1, 6))).pValue(), 1e-14);
        // and with more events than the second group has rows
        assertEquals(1, new StratifiedTest(List.of(new TwoByTwo(4, 6, 5, 5))).pValue(), 1e-12);
    }

    @Test
    public void nothingDiffersWithoutEvents() {
        StratifiedTest none = new StratifiedTest(List.of(new TwoByTwo(0, 10, 0, 90), new TwoByTwo(5, 5, 0, 0)));
        assertEquals(1, none.pValue(), 0);
        assertEquals(0, none.score(), 0);
        assertEquals(1, none.inflation(), 0);
    }

    /** (56/70 - 48/80) over the root of the pooled variance times N / (N - 1): Miettinen and Nurminen's z at 0. */
    @Test
    public void scoreIsThatOfTheIntervalAtZero() {
        List<TwoByTwo> one = List.of(new TwoByTwo(56, 70, 48, 80));
        double p = 104 / 150.0;
        double z = 0.2 / Math.sqrt(p * (1 - p) * (1 / 70.0 + 1 / 80.0) * 150 / 149);
        assertEquals(z, new StratifiedTest(one).score(), 1e-12);
        assertEquals(z, new TwoProportions(one).z(0), 1e-6);
    }

    @Test
    public void whatDisturbsOneGroupForAWhileIsVariance() {
        TwoByTwo ours = new TwoByTwo(60, 100, 5, 100);
        TwoByTwo theirs = new TwoByTwo(5, 100, 60, 100);
        TwoByTwo quiet = new TwoByTwo(5, 100, 5, 100);
        // excess 27.5 and -27.5 with variance 0.25 * 65 * 135 / 199 each, and 0 with 0.25 * 10 * 190 / 199
        double disturbed = 2 * 27.5 * 27.5 / (0.25 * 65 * 135 / 199);
        assertEquals(disturbed / 3, new StratifiedTest(List.of(ours, quiet, theirs, quiet)).inflation(), 1e-9);
        assertEquals(
                "fewer than three groups have no variance",
                1,
                StratifiedTest.inflation(List.of(List.of(ours, quiet), List.of(theirs, quiet))),
                0);
        assertTrue("a common effect is none", new StratifiedTest(List.of(ours, ours, ours)).inflation() == 1);
    }
}

package io.jenkins.cd4ml.deploy.canary;

import static org.junit.Assert.assertEquals;

import io.jenkins.cd4ml.deploy.router.TrafficBlock;
import io.jenkins.cd4ml.statistics.TwoByTwo;
import java.util.List;
import org.junit.Test;

public class StrataTest {
    private static List<Long> asked(List<TrafficBlock> strata) {
        return strata.stream().map(s -> s.candidate().asked()).toList();
    }

    @Test
    public void neighboursAreJoinedUntilEachHasTwenty() {
        assertEquals(
                List.of(20L, 20L),
                asked(Strata.of(List.of(List.of(
                        MeasuredSteps.block(20, 0, 30, 0),
                        MeasuredSteps.block(19, 0, 40, 0),
                        MeasuredSteps.block(1, 0, 1, 0))))));
        assertEquals(
                "the champion's requests count as well",
                List.of(60L),
                asked(Strata.of(
                        List.of(List.of(MeasuredSteps.block(30, 0, 19, 0), MeasuredSteps.block(30, 0, 1, 0))))));
    }

    @Test
    public void whatIsLeftBelongsToTheLastOneOfItsStep() {
        List<TrafficBlock> step = List.of(MeasuredSteps.block(25, 1, 25, 2), MeasuredSteps.block(5, 3, 6, 4));
        assertEquals(List.of(30L), asked(Strata.of(List.of(step))));
        assertEquals(List.of(new TwoByTwo(4, 30, 6, 31)), Strata.errors(Strata.of(List.of(step))));
        List<TrafficBlock> few = List.of(MeasuredSteps.block(5, 0, 6, 0));
        assertEquals("never across steps", List.of(30L, 5L), asked(Strata.of(List.of(step, few))));
        assertEquals(List.of(5L, 30L), asked(Strata.of(List.of(few, step))));
        assertEquals(List.of(), Strata.of(List.of(List.of())));
    }

    /** Rates of both together: 0.02, 0.06, 0.03, 0.09 and 0.1; the third in order is the median, 0.06, and 0.18 is the most. */
    @Test
    public void timesOfManyErrorsAreLeftOut() {
        TwoByTwo a = new TwoByTwo(1, 50, 1, 50);
        TwoByTwo b = new TwoByTwo(3, 50, 3, 50);
        TwoByTwo c = new TwoByTwo(0, 50, 3, 50);
        TwoByTwo most = new TwoByTwo(9, 50, 9, 50);
        TwoByTwo more = new TwoByTwo(10, 50, 9, 50);
        assertEquals(List.of(a, b, most, c), Strata.quiet(List.of(a, b, most, c, more)));
        assertEquals(List.of(), Strata.quiet(List.of()));
        TwoByTwo none = new TwoByTwo(0, 0, 0, 0);
        assertEquals(List.of(none), Strata.quiet(List.of(none)));
        TwoByTwo one = new TwoByTwo(1, 1, 0, 0);
        assertEquals(
                "a median of 0 leaves out all errors", List.of(none, none), Strata.quiet(List.of(none, one, none)));
    }
}

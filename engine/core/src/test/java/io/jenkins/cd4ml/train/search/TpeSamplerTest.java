package io.jenkins.cd4ml.train.search;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.Test;

/** On a function whose smallest value is known: Branin's, with a choice that adds 0 to 2. */
public class TpeSamplerTest {
    private static final int TRIALS = 60;
    private static final int SEEDS = 200;
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new Parameter.Range("x", -5, 10, false, false),
            new Parameter.Range("y", 0, 15, false, false),
            new Parameter.Choice("c", List.of("a", "b", "d"))));

    @Test
    public void itIsCloserToTheMinimumThanRandomSearch() {
        double tpe = median(TpeSampler::new);
        double random = median(Sampler::random);
        assertTrue(tpe + " against " + random, tpe < 0.6 * random);
    }

    /** Four at once choose by less, and are still better than chance; and they do not crowd one place. */
    @Test
    public void trialsSideBySideSearchNearlyAsWell() {
        double[] best = LongStream.range(0, SEEDS)
                .mapToDouble(seed -> sideBySide(new TpeSampler(seed), 4))
                .sorted()
                .toArray();
        double random = median(Sampler::random);
        assertTrue(best[SEEDS / 2] + " against " + random, best[SEEDS / 2] < 0.75 * random);
    }

    private static double sideBySide(Sampler sampler, int parallel) {
        List<double[]> points = new ArrayList<>();
        while (points.size() < TRIALS) {
            List<Sampler.Observation> past = new ArrayList<>();
            for (int i = 0; i < points.size(); i++) {
                past.add(
                        i <= points.size() - parallel
                                ? new Sampler.Observation(points.get(i), branin(points.get(i)))
                                : Sampler.Observation.running(points.get(i)));
            }
            points.add(sampler.next(SPACE, past));
        }
        return points.stream().mapToDouble(TpeSamplerTest::branin).min().orElseThrow();
    }

    @Test
    public void theSameSeedAndPastGiveTheSamePoint() {
        List<Sampler.Observation> past = search(new TpeSampler(3), 20);
        assertArrayEquals(new TpeSampler(3).next(SPACE, past), new TpeSampler(3).next(SPACE, past), 0);
        // A search that goes on tries what it would have tried.
        assertArrayEquals(past.get(15).point(), new TpeSampler(3).next(SPACE, past.subList(0, 15)), 0);
    }

    @Test
    public void valuesStayInTheirRange() {
        SearchSpace space = new SearchSpace(List.of(
                new Parameter.Range("whole", 0.5, 3.5, false, true),
                new Parameter.Range("log", Math.log(0.001), Math.log(0.1), true, false),
                new Parameter.Range("one", 2, 2, false, false)));
        List<Sampler.Observation> past = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            double[] point = new TpeSampler(1).next(space, past);
            var settings = space.settings(point);
            long whole = (Long) settings.get("whole");
            double log = (Double) settings.get("log");
            assertTrue("" + whole, whole >= 1 && whole <= 3);
            assertTrue("" + log, log >= 0.001 && log <= 0.1);
            assertEquals(2.0, settings.get("one"));
            past.add(new Sampler.Observation(point, i % 7 == 0 ? Double.POSITIVE_INFINITY : whole + log));
        }
    }

    private static double median(LongFunction<Sampler> sampler) {
        double[] best = LongStream.range(0, SEEDS)
                .mapToDouble(seed -> search(sampler.apply(seed), TRIALS).stream()
                        .mapToDouble(Sampler.Observation::loss)
                        .min()
                        .orElseThrow())
                .sorted()
                .toArray();
        return best[best.length / 2];
    }

    private static List<Sampler.Observation> search(Sampler sampler, int trials) {
        List<Sampler.Observation> past = new ArrayList<>();
        while (past.size() < trials) {
            double[] point = sampler.next(SPACE, past);
            past.add(new Sampler.Observation(point, branin(point)));
        }
        return past;
    }

    private static double branin(double[] point) {
        double x = point[0];
        double y = point[1];
        double bowl = y - 5.1 * x * x / (4 * Math.PI * Math.PI) + 5 * x / Math.PI - 6;
        return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.397887 + point[2];
    }
}

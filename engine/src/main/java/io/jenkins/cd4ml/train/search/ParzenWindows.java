package io.jenkins.cd4ml.train.search;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * Of a range: a mixture of normal distributions, cut off at its ends, one at each observation and a wide one in the middle as prior, all
 * of the same weight. Each is as wide as the way to its farther neighbour (the ends of the range are neighbours too), but not
 * narrower than the range divided by the number of observations and one, 100 at most, nor wider than the range.
 */
final class ParzenWindows implements Density {
    private static final double MOST_DIVISIONS = 100;

    private final Parameter.Range range;
    private final TruncatedNormalDistribution[] windows;

    ParzenWindows(Parameter.Range range, double[] observations) {
        this.range = range;
        double width = range.high() - range.low();
        if (width <= 0) {
            windows = new TruncatedNormalDistribution[0];
            return;
        }
        double middle = (range.low() + range.high()) / 2;
        double[] centres = Arrays.copyOf(observations, observations.length + 1);
        centres[observations.length] = middle;
        Arrays.sort(centres);
        double narrowest = width / Math.min(MOST_DIVISIONS, observations.length + 1.0);
        int prior = Arrays.binarySearch(centres, middle);
        windows = new TruncatedNormalDistribution[centres.length];
        for (int i = 0; i < centres.length; i++) {
            double left = centres[i] - (i == 0 ? range.low() : centres[i - 1]);
            double right = (i == centres.length - 1 ? range.high() : centres[i + 1]) - centres[i];
            double spread = i == prior ? width : Math.min(Math.max(Math.max(left, right), narrowest), width);
            windows[i] = TruncatedNormalDistribution.of(centres[i], spread, range.low(), range.high());
        }
    }

    @Override
    public double draw(RandomGenerator random) {
        if (windows.length == 0) {
            return range.settled(range.low());
        }
        TruncatedNormalDistribution window = windows[random.nextInt(windows.length)];
        return range.settled(window.inverseCumulativeProbability(random.nextDouble()));
    }

    @Override
    public double logDensity(double coordinate) {
        double sum = 0;
        for (TruncatedNormalDistribution window : windows) {
            sum += window.density(coordinate) / windows.length;
        }
        return Math.log(Math.max(sum, Double.MIN_NORMAL));
    }
}

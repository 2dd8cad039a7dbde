package io.jenkins.cd4ml.drift;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Distances between two samples of numbers by their empirical distribution functions. Samples are sorted ascending, finite, not empty. */
public final class SampleDistances {
    /** What the normalised Wasserstein distance divides by where the reference hardly varies. */
    private static final double LEAST_DEVIATION = 0.001;

    private SampleDistances() {}

    /** The first Wasserstein distance ∫ |F - G|, in the unit of the values: how far the average value has moved. */
    public static double wasserstein(double[] reference, double[] current) {
        return integrate(reference, current, Math::abs);
    }

    /**
     * {@link #wasserstein} over max(population standard deviation of the reference, 0.001), as Evidently does. NaN where that
     * deviation is too large for a double.
     */
    public static double normalisedWasserstein(double[] reference, double[] current) {
        double deviation = populationDeviation(reference);
        return Double.isFinite(deviation)
                ? wasserstein(reference, current) / Math.max(deviation, LEAST_DEVIATION)
                : Double.NaN;
    }

    /** The energy distance sqrt(2 ∫ (F - G)²), as {@code scipy.stats.energy_distance}. */
    public static double energy(double[] reference, double[] current) {
        return Math.sqrt(2 * integrate(reference, current, difference -> difference * difference));
    }

    private static double populationDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    /** ∫ height(F(x) - G(x)) dx, in one walk over both samples. */
    private static double integrate(double[] reference, double[] current, DoubleUnaryOperator height) {
        int i = 0;
        int j = 0;
        double sum = 0;
        double previous = Math.min(reference[0], current[0]);
        while (i < reference.length || j < current.length) {
            boolean fromReference = j == current.length || i < reference.length && reference[i] <= current[j];
            double next = fromReference ? reference[i] : current[j];
            if (next > previous) {
                double difference = (double) i / reference.length - (double) j / current.length;
                sum += height.applyAsDouble(difference) * (next - previous);
                previous = next;
            }
            i += fromReference ? 1 : 0;
            j += fromReference ? 0 : 1;
        }
        return sum;
    }
}

package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Algorithm;
import io.jenkins.cd4ml.config.TrainSettings.Imputation;
import io.jenkins.cd4ml.config.TrainSettings.Scaling;
import io.jenkins.cd4ml.model.FeaturePreparation.Wide;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits imputation and scaling of a column that 32-bit floats hold too coarsely, as {@link NumericFit} does, in 64 bits: where the
 * rounding is more than 0.00001 standard deviations (root of the mean square), or makes one of more than 5 % of the different values.
 */
final class WideFit {
    private static final double MOST_ERROR = 1e-5;

    private WideFit() {}

    /** Empty where 32 bits will do, or nothing is scaled. */
    static Optional<Wide> of(TrainSettings settings, String column, boolean sensitive, double[] values) {
        boolean learns = settings.algorithm() != Algorithm.CNN && settings.algorithm() != Algorithm.COMMAND;
        if (!learns || settings.scale() == Scaling.NONE) {
            return Optional.empty();
        }
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = mean(present);
        double spread = Math.sqrt(mean(Arrays.stream(present)
                .map(value -> (value - mean) * (value - mean))
                .toArray()));
        if (!(spread > 0) || Double.isInfinite(spread) || !isCoarse(present, spread)) {
            return Optional.empty();
        }
        return Optional.of(fit(settings, column, sensitive, present, values.length - present.length));
    }

    private static boolean isCoarse(double[] present, double spread) {
        double squares = 0;
        for (double value : present) {
            double error = (value - (float) value) / spread;
            squares += error * error;
        }
        return squares > 0 && (Math.sqrt(squares / present.length) > MOST_ERROR || SinglePrecision.collapses(present));
    }

    private static Wide fit(TrainSettings settings, String column, boolean sensitive, double[] present, int missing) {
        double fill = sensitive || settings.impute() == Imputation.MEAN ? mean(present) : median(present);
        if (settings.scale() == Scaling.MINMAX && !sensitive) {
            double min = Arrays.stream(present).min().orElseThrow();
            double max = Arrays.stream(present).max().orElseThrow();
            return new Wide(column, fill, min, max - min, missing > 0);
        }
        double rows = present.length + (double) missing;
        double mean = fill + Arrays.stream(present).map(value -> value - fill).sum() / rows;
        double squares = missing * (fill - mean) * (fill - mean);
        for (double value : present) {
            squares += (value - mean) * (value - mean);
        }
        return new Wide(column, fill, mean, Math.sqrt(squares / rows), missing > 0);
    }

    private static double mean(double[] values) {
        double first = values[0];
        return first + Arrays.stream(values).map(value -> value - first).sum() / values.length;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
    }
}

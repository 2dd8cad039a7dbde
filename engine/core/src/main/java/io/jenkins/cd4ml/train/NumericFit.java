package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.config.TrainSettings.Imputation;
import io.jenkins.cd4ml.model.FeaturePreparation;
import io.jenkins.cd4ml.model.FeaturePreparation.Numeric;
import java.util.Arrays;

/**
 * Fits imputation and scaling as scikit-learn's {@code SimpleImputer} followed by {@code StandardScaler} or {@code
 * MinMaxScaler}: the scale is that of the filled column; the standard deviation is the population's; a constant column has
 * scale 1. Sums are 64-bit, the results 32-bit.
 */
final class NumericFit {
    private NumericFit() {}

    /** The same, in 64 bits where 32 are too few. */
    static FeaturePreparation of(TrainSettings settings, String column, boolean sensitive, Elements.Numbers numbers) {
        return WideFit.of(settings, column, sensitive, numbers.exact())
                .<FeaturePreparation>map(wide -> wide)
                .orElseGet(() -> of(settings, column, sensitive, numbers.values()));
    }

    /**
     * Of values with at least one that is not {@code NaN}.
     *
     * @param sensitive whether the result, which becomes part of the model, must not hold any of the values: mean and sd then,
     *     whatever the settings say, for a median, a minimum and a maximum are values
     */
    static Numeric of(TrainSettings settings, String column, boolean sensitive, float[] values) {
        float[] present = new float[values.length];
        int count = 0;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                present[count++] = value;
            }
        }
        present = Arrays.copyOf(present, count);
        int missing = values.length - count;
        if (sensitive) {
            return standard(column, present, missing, (float) (sum(present) / count));
        }
        float fill = (float) (settings.impute() == Imputation.MEAN ? sum(present) / count : median(present));
        return switch (settings.scale()) {
            case STANDARD -> standard(column, present, missing, fill);
            case MINMAX -> minmax(column, present, missing > 0, fill);
            case NONE -> new Numeric(column, fill, 0, 1, missing > 0);
        };
    }

    private static Numeric standard(String column, float[] present, int missing, float fill) {
        double rows = present.length + (double) missing;
        double mean = (sum(present) + missing * (double) fill) / rows;
        double squares = missing * (fill - mean) * (fill - mean);
        boolean constant = true;
        for (float value : present) {
            squares += (value - mean) * (value - mean);
            constant &= value == present[0];
        }
        return new Numeric(column, fill, (float) mean, constant ? 1 : scale(Math.sqrt(squares / rows)), missing > 0);
    }

    private static Numeric minmax(String column, float[] present, boolean indicator, float fill) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : present) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new Numeric(column, fill, min, scale((double) max - min), indicator);
    }

    /** A spread that 32 bits cannot divide by is none. */
    private static float scale(double spread) {
        float scale = (float) spread;
        return scale < Float.MIN_NORMAL || Float.isInfinite(scale) ? 1 : scale;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double median(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : ((double) sorted[middle - 1] + sorted[middle]) / 2;
    }
}

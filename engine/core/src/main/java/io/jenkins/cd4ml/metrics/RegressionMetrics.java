package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Clusters;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Metrics of a regression, equal to scikit-learn's. Without rows all are undefined (NaN), R² already with a single one. R² of a
 * constant target is 1 for perfect predictions and 0 for others, as scikit-learn's {@code force_finite}. MAPE is undefined where
 * an actual number is 0. What overflows is undefined.
 */
public final class RegressionMetrics implements MetricSample {
    private static final List<MetricKey> METRICS = List.of(
            MetricKey.of(MetricName.RMSE),
            MetricKey.of(MetricName.MAE),
            MetricKey.of(MetricName.R2),
            MetricKey.of(MetricName.MEDIAN_AE),
            MetricKey.of(MetricName.MAPE));

    private final double[] actual;
    private final double[] errors;
    private final int[] byError;
    private final Clusters clusters;
    private double[] values;

    private RegressionMetrics(double[] actual, double[] errors, Clusters clusters) {
        this.actual = actual;
        this.clusters = clusters;
        this.errors = errors;
        this.byError = IntStream.range(0, errors.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> errors[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Metrics of these rows; all numbers must be finite. */
    public static RegressionMetrics of(double[] actual, double[] predicted) {
        if (actual.length != predicted.length) {
            throw new IllegalArgumentException(actual.length + " numbers, " + predicted.length + " predictions");
        }
        double[] errors = new double[actual.length];
        for (int row = 0; row < errors.length; row++) {
            errors[row] = Math.abs(predicted[row] - actual[row]);
            if (!Double.isFinite(errors[row])) {
                throw new IllegalArgumentException("row " + row + ": " + actual[row] + ", " + predicted[row]);
            }
        }
        return new RegressionMetrics(actual.clone(), errors, null);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public List<MetricKey> metrics() {
        return METRICS;
    }

    @Override
    public Clusters clusters() {
        return clusters;
    }

    @Override
    public RegressionMetrics clustered(Clusters together) {
        return new RegressionMetrics(actual, errors, together);
    }

    @Override
    public synchronized double[] evaluate() {
        if (values == null) {
            values = MetricSample.super.evaluate();
        }
        return values.clone();
    }

    @Override
    public double[] evaluate(int[] counts) {
        long rows = Arrays.stream(counts).asLongStream().sum();
        double absolute = 0;
        double squared = 0;
        double sum = 0;
        for (int row = 0; row < errors.length; row++) {
            absolute += counts[row] * errors[row];
            squared += counts[row] * errors[row] * errors[row];
            sum += counts[row] * actual[row];
        }
        double mean = sum / rows;
        double spread = 0;
        for (int row = 0; row < actual.length; row++) {
            spread += counts[row] * (actual[row] - mean) * (actual[row] - mean);
        }
        double[] values = new double[] {
            Math.sqrt(squared / rows),
            absolute / rows,
            r2(rows, squared, spread, counts),
            medianError(counts, rows),
            percentageError(counts, rows)
        };
        // errors so large that their squares overflow: better undefined than infinite, which JSON has not
        return Arrays.stream(values)
                .map(value -> Double.isFinite(value) ? value : Double.NaN)
                .toArray();
    }

    @Override
    public double[] influence(int metric) {
        double value = evaluate()[metric];
        double mean = Arrays.stream(actual).average().orElse(Double.NaN);
        double square = mean(row -> errors[row] * errors[row]);
        double spread = mean(row -> (actual[row] - mean) * (actual[row] - mean));
        return switch (METRICS.get(metric).name()) {
                // by the chain rule from the mean square
            case RMSE -> influence(
                    row -> value + (value == 0 ? 0 : (errors[row] * errors[row] - square) / (2 * value)));
            case MAE -> errors.clone();
            case R2 -> influence(row -> value
                    - (spread == 0
                            ? 0
                            : errors[row] * errors[row] / spread
                                    - (1 - value) * (actual[row] - mean) * (actual[row] - mean) / spread));
            case MAPE -> influence(row -> errors[row] / Math.abs(actual[row]));
            default -> null;
        };
    }

    /** By row the absolute error. */
    double[] errors() {
        return errors.clone();
    }

    private double mean(IntToDoubleFunction ofRow) {
        return IntStream.range(0, errors.length).mapToDouble(ofRow).average().orElse(Double.NaN);
    }

    private double[] influence(IntToDoubleFunction ofRow) {
        return IntStream.range(0, errors.length).mapToDouble(ofRow).toArray();
    }

    private double r2(long rows, double squared, double spread, int[] counts) {
        if (rows < 2) {
            return Double.NaN;
        }
        if (constant(counts)) {
            return squared == 0 ? 1 : 0;
        }
        return 1 - squared / spread;
    }

    /** Whether all rows have one value: decided by comparison, since the rounded mean of equal numbers may differ from them. */
    private boolean constant(int[] counts) {
        double first = Double.NaN;
        for (int row = 0; row < actual.length; row++) {
            if (counts[row] > 0) {
                if (!Double.isNaN(first) && actual[row] != first) {
                    return false;
                }
                first = actual[row];
            }
        }
        return true;
    }

    /** A division by an actual 0 makes it NaN or infinite, hence undefined; scikit-learn answers 1e15 or so. */
    private double percentageError(int[] counts, long rows) {
        double sum = 0;
        for (int row = 0; row < errors.length; row++) {
            if (counts[row] > 0) {
                sum += counts[row] * (errors[row] / Math.abs(actual[row]));
            }
        }
        return sum / rows;
    }

    private double medianError(int[] counts, long rows) {
        if (rows == 0) {
            return Double.NaN;
        }
        long before = 0;
        int position = 0;
        while (before + counts[byError[position]] <= (rows - 1) / 2) {
            before += counts[byError[position]];
            position++;
        }
        double lower = errors[byError[position]];
        while (before + counts[byError[position]] <= rows / 2) {
            before += counts[byError[position]];
            position++;
        }
        return (lower + errors[byError[position]]) / 2;
    }
}

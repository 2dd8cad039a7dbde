package io.jenkins.cd4ml.statistics;

/**
 * Confidence bounds of the mean of a skewed distribution that may have a heavy tail: Student's statistic with its skewness removed by
 * Hall's monotone cubic transformation (<i>Journal of the Royal Statistical Society B</i> 54, 1992), which is correct to the same order as the
 * bootstrap-t without drawing anything, so that it answers at any tail.
 *
 * <p>A sample may lack the rare values that decide the mean. Each bound is therefore also computed with one more value that has not been seen,
 * {@code above} or {@code below} the mean, and the wider one counts. {@link Tail} says how far such a value may lie.
 *
 * @param values independent, at least 2; by cluster where rows are correlated ({@link Clusters})
 * @param below how far below the mean a value that has not been seen may lie; 0: none
 * @param above how far above
 */
public record SkewedMean(Moments values, double below, double above) implements Bounds {

    /** Of values. */
    public static SkewedMean of(double[] values, double below, double above) {
        return new SkewedMean(Moments.of(values), below, above);
    }

    /** The mean. */
    public double value() {
        return values.mean();
    }

    @Override
    public double lower(double tail) {
        double seen = values.bound(tail, 1);
        return Math.min(
                value(), below > 0 ? Math.min(seen, values.with(value() - below).bound(tail, 1)) : seen);
    }

    @Override
    public double upper(double tail) {
        double seen = values.bound(tail, -1);
        return Math.max(
                value(), above > 0 ? Math.max(seen, values.with(value() + above).bound(tail, -1)) : seen);
    }

    /**
     * The first three moments of a sample.
     *
     * @param rows how many values
     * @param square mean squared distance from the mean
     * @param cube mean cubed distance
     */
    public record Moments(double rows, double mean, double square, double cube) {

        static Moments of(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double square = 0;
            double cube = 0;
            for (double value : values) {
                double distance = value - mean;
                square += distance * distance;
                cube += distance * distance * distance;
            }
            return new Moments(values.length, mean, square / values.length, cube / values.length);
        }

        /** With one more value (the update of Terriberry and Pébay). */
        Moments with(double value) {
            double n = rows + 1;
            double distance = value - mean;
            double m2 = square * rows + distance * distance * rows / n;
            double m3 = cube * rows
                    + Math.pow(distance, 3) * rows * (rows - 1) / (n * n)
                    - 3 * distance / n * square * rows;
            return new Moments(n, mean + distance / n, m2 / n, m3 / n);
        }

        /** Hall's bound; {@code side} 1 for the lower one, -1 for the upper one. */
        private double bound(double tail, int side) {
            double sd = Math.sqrt(square * rows / (rows - 1));
            if (!(sd > 0)) {
                return mean;
            }
            double skewness = cube / Math.pow(square, 1.5);
            double y = side * Normal.t(tail, rows - 1) / Math.sqrt(rows);
            if (Math.abs(skewness) < 1e-9) {
                return mean - sd * y;
            }
            return mean - sd * (Math.cbrt(1 + skewness * (y - skewness / (6 * rows))) - 1) * 3 / skewness;
        }
    }
}

package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.Resampled;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.stage.Cancellation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap (Efron 1979) over rows: n rows are drawn with replacement from n, all metrics are computed on them, and
 * this many times; an interval is between quantiles of what came out. Several samples of the same rows (candidate and
 * champion) are always drawn together, which makes the interval of their difference a paired one.
 *
 * <p>The percentile method rather than BCa: its bounds never leave a metric's range, and it needs no jackknife, which for some
 * metrics here is undefined (the last row of a class left out). Same seed, same intervals, whatever the number of threads.
 */
public final class Bootstrap {
    /** Resamples of which at least this share must define a metric; below it there is no interval. */
    public static final double DEFINED = 0.9;

    private static final int BATCH = 64;

    private final double[][][] values;

    private Bootstrap(double[][][] values) {
        this.values = values;
    }

    /**
     * Draws the resamples.
     *
     * @param samples all of the same rows in the same order
     * @param progress told the number of resamples done, now and then
     */
    public static Bootstrap of(
            List<? extends Resampled> samples,
            int resamples,
            long seed,
            Cancellation cancellation,
            IntConsumer progress) {
        int rows = samples.get(0).rows();
        if (samples.stream().anyMatch(sample -> sample.rows() != rows)) {
            throw new IllegalArgumentException("samples of different rows");
        }
        double[][][] values = new double[rows == 0 ? 0 : resamples][][];
        long[] seeds = new SplittableRandom(seed).longs(values.length).toArray();
        for (int start = 0; start < values.length; start += BATCH) {
            cancellation.check();
            IntStream.range(start, Math.min(start + BATCH, values.length))
                    .parallel()
                    .forEach(i -> {
                        int[] counts = draw(rows, new SplittableRandom(seeds[i]));
                        values[i] = samples.stream()
                                .map(sample -> sample.evaluate(counts))
                                .toArray(double[][]::new);
                    });
            progress.accept(Math.min(start + BATCH, values.length));
        }
        return new Bootstrap(values);
    }

    /**
     * The interval of a metric.
     *
     * @param sample index in the list of samples
     * @param metric index in the sample's {@link MetricSample#metrics()}
     * @return null where too few resamples define the metric
     */
    public Interval interval(int sample, int metric, double confidence) {
        return interval(resample -> values[resample][sample][metric], confidence);
    }

    /** The interval of a metric of sample {@code first} minus the same metric of sample {@code second}; null as above. */
    public Interval difference(int first, int second, int metric, double confidence) {
        return interval(resample -> values[resample][first][metric] - values[resample][second][metric], confidence);
    }

    /**
     * The interval of anything that follows from the samples' metrics; null as above.
     *
     * @param statistic of the metrics by sample, in the order of the list
     */
    public Interval statistic(ToDoubleFunction<double[][]> statistic, double confidence) {
        return interval(resample -> statistic.applyAsDouble(values[resample]), confidence);
    }

    private Interval interval(IntToDoubleFunction value, double confidence) {
        double[] sorted = IntStream.range(0, values.length)
                .mapToDouble(value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0 || sorted.length < DEFINED * values.length) {
            return null;
        }
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail), confidence);
    }

    private static int[] draw(int rows, SplittableRandom random) {
        int[] counts = new int[rows];
        for (int i = 0; i < rows; i++) {
            counts[random.nextInt(rows)]++;
        }
        return counts;
    }

    /** Linear between order statistics (Hyndman and Fan's type 7), as NumPy's default. */
    static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}

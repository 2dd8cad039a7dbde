package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.Resampled;
import io.jenkins.cd4ml.stage.Cancellation;
import io.jenkins.cd4ml.statistics.Clusters;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Bootstrap (Efron 1979) over rows: n rows are drawn with replacement from n, all metrics are computed on them, and this many times; where rows
 * belong together, whole clusters are drawn. Several samples of the same rows are always drawn together. Same seed, same figures, whatever the number
 * of threads. For figures that no other method here knows: those that do are in {@link io.jenkins.cd4ml.metrics.MetricBounds}.
 */
public final class Bootstrap {
    /** Resamples of which at least this share must define a metric; below it there is no standard error. */
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
     * @param clusters drawn as wholes; null: each row alone
     * @param progress told the number of resamples done, now and then
     */
    public static Bootstrap of(
            List<? extends Resampled> samples,
            Clusters clusters,
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
                        int[] counts = draw(rows, clusters, new SplittableRandom(seeds[i]));
                        values[i] = samples.stream()
                                .map(sample -> sample.evaluate(counts))
                                .toArray(double[][]::new);
                    });
            progress.accept(Math.min(start + BATCH, values.length));
        }
        return new Bootstrap(values);
    }

    /**
     * The standard error of anything that follows from the samples' metrics.
     *
     * @return NaN where too few resamples define it
     */
    public double standardError(ToDoubleFunction<double[][]> statistic) {
        double[] drawn = Arrays.stream(values)
                .mapToDouble(statistic)
                .filter(Double::isFinite)
                .toArray();
        return drawn.length < 2 || drawn.length < DEFINED * values.length
                ? Double.NaN
                : Math.sqrt(Clusters.variance(drawn));
    }

    private static int[] draw(int rows, Clusters clusters, SplittableRandom random) {
        if (clusters != null) {
            int[] drawn = draw(clusters.count(), null, random);
            return Arrays.stream(clusters.of()).map(cluster -> drawn[cluster]).toArray();
        }
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

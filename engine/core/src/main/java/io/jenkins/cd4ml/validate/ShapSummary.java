package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ColumnImportance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Contributions;
import io.jenkins.cd4ml.statistics.SkewedMean;
import io.jenkins.cd4ml.statistics.Tail;
import io.jenkins.cd4ml.statistics.Transformed;
import io.jenkins.cd4ml.train.TreeContributions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How far each column moves what boosted trees say: the mean over rows and outputs of the size of its SHAP values. */
final class ShapSummary {
    /** TreeSHAP takes its time: not more rows than this are explained, by lot. */
    static final int MOST_ROWS = 2000;

    private ShapSummary() {}

    /** Those of {@code there} rows that are explained, ascending. */
    static int[] rows(int there, long seed) {
        int[] all = IntStream.range(0, there).toArray();
        if (there <= MOST_ROWS) {
            return all;
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < MOST_ROWS; i++) {
            int j = i + random.nextInt(there - i);
            int swapped = all[i];
            all[i] = all[j];
            all[j] = swapped;
        }
        return Arrays.stream(all, 0, MOST_ROWS).sorted().toArray();
    }

    /**
     * As the protocol tells it, the column that moves most first.
     *
     * @param unit of the margins
     */
    static Contributions of(TreeContributions found, String unit, Resampling resampling) {
        double[][] sizes = new double[found.values().length][found.columns().size()];
        for (int row = 0; row < sizes.length; row++) {
            double[][] byOutput = found.values()[row];
            for (double[] output : byOutput) {
                for (int column = 0; column < output.length; column++) {
                    sizes[row][column] += Math.abs(output[column]) / byOutput.length;
                }
            }
        }
        List<ColumnImportance> columns = new ArrayList<>();
        for (int column = 0; column < found.columns().size(); column++) {
            int c = column;
            double[] ofColumn = Arrays.stream(sizes).mapToDouble(row -> row[c]).toArray();
            double mean = Arrays.stream(ofColumn).average().orElse(0);
            SkewedMean bounds = SkewedMean.of(ofColumn, 0, Tail.beyond(ofColumn, 1) - mean);
            MetricBounds figure = new MetricBounds(mean, Transformed.within(bounds, 0, Double.POSITIVE_INFINITY), null);
            columns.add(
                    new ColumnImportance(found.columns().get(column), mean, resampling.interval(figure, sizes.length)));
        }
        columns.sort(Comparator.comparing((ColumnImportance column) -> -column.value()));
        return new Contributions(unit, sizes.length, List.copyOf(columns));
    }
}

package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.Resampled;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ColumnImportance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Contributions;
import io.jenkins.cd4ml.train.TreeContributions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How far each column moves what boosted trees say: the mean over rows and outputs of the size of its SHAP values. */
record ShapSummary(double[][] sizes) implements Resampled {
    /** TreeSHAP takes its time: not more rows than this are explained, by lot. */
    static final int MOST_ROWS = 2000;

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
        ShapSummary summary = new ShapSummary(sizes);
        Bootstrap bootstrap = resampling.quiet().draw(summary);
        int[] once = new int[sizes.length];
        Arrays.fill(once, 1);
        double[] means = summary.evaluate(once);
        List<ColumnImportance> columns = new ArrayList<>();
        for (int column = 0; column < means.length; column++) {
            columns.add(new ColumnImportance(
                    found.columns().get(column),
                    means[column],
                    bootstrap.interval(0, column, resampling.confidence())));
        }
        columns.sort(Comparator.comparing((ColumnImportance column) -> -column.value()));
        return new Contributions(unit, sizes.length, List.copyOf(columns));
    }

    @Override
    public int rows() {
        return sizes.length;
    }

    @Override
    public double[] evaluate(int[] counts) {
        double[] means = new double[sizes[0].length];
        long rows = 0;
        for (int row = 0; row < sizes.length; row++) {
            rows += counts[row];
            for (int column = 0; column < means.length; column++) {
                means[column] += counts[row] * sizes[row][column];
            }
        }
        for (int column = 0; column < means.length; column++) {
            means[column] /= rows;
        }
        return means;
    }
}

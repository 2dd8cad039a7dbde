package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.ColumnImportance;
import io.jenkins.cd4ml.protocol.ValidateModelDetail.Importance;
import io.jenkins.cd4ml.statistics.Clusters;
import io.jenkins.cd4ml.statistics.Normal;
import io.jenkins.cd4ml.table.Column;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Schema;
import io.jenkins.cd4ml.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Permutation importance (Breiman 2001), as {@code sklearn.inspection.permutation_importance}: how much worse the model's
 * score becomes when one column's values are shuffled among the judged rows, the mean over the repeats. The interval is from a
 * bootstrap of the rows in which the model's score and those on shuffled values are computed on the same rows: it tells how much
 * another sample of rows would move the importance.
 *
 * <p>Each column costs {@code repeats} times rows times columns values. Where all columns cannot be measured on at least {@value #ENOUGH_ROWS} rows,
 * those are measured that {@link ColumnScreening} puts first, and the result says how many were not.
 */
final class PermutationImportance {
    /** All shuffled rows are asked in one go: not more cells than this at once. */
    static final long MOST_CELLS = 20_000_000;

    /** A metric of fewer rows hardly changes when a column is shuffled. */
    static final int ENOUGH_ROWS = 200;

    /** What all requests together may have where there are very many columns. */
    private static final long CELLS_IN_ALL = 5 * MOST_CELLS;

    private static final int RESAMPLES = 200;

    private final Candidate candidate;
    private final Truth truth;
    private final MetricKey metric;
    private final int repeats;
    private final Resampling resampling;

    PermutationImportance(Candidate candidate, Truth truth, MetricKey metric, int repeats, Resampling resampling) {
        this.candidate = candidate;
        this.truth = truth;
        this.metric = metric;
        this.repeats = repeats;
        this.resampling = resampling;
    }

    /**
     * The importance of every column that the model reads, the greatest first.
     *
     * @param table rows that were judged, all of its columns
     * @param predictions what the model says about them as they are
     * @return null where the metric is not defined on these rows
     */
    Importance of(Table table, Predictions predictions) throws IOException, InterruptedException {
        List<String> read = candidate.columns().stream().distinct().toList();
        SplittableRandom random = new SplittableRandom(resampling.seed());
        int[] rows = rows(table.rows(), read.size(), random.split());
        long each = (long) read.size() * repeats * rows.length;
        int most = (int) Math.max(1, Math.min(read.size(), CELLS_IN_ALL / each));
        List<String> columns = most == read.size() ? read : ColumnScreening.most(table, read, predictions, most);
        int atOnce = (int) Math.max(1, Math.min(columns.size(), MOST_CELLS / each));
        MetricSample asTheyAre = truth.sample(predictions, rows);
        int index = asTheyAre.metrics().indexOf(metric);
        if (!Double.isFinite(asTheyAre.evaluate()[index])) {
            return null;
        }
        double sign = metric.name().higherIsBetter() ? 1 : -1;
        List<ColumnImportance> importances = new ArrayList<>();
        Predictions shuffled = null;
        for (int c = 0; c < columns.size(); c++) {
            resampling.cancellation().check();
            int place = c % atOnce;
            if (place == 0) {
                List<String> some = columns.subList(c, Math.min(c + atOnce, columns.size()));
                shuffled = candidate.predict(
                        shuffled(table, read, some, rows, random), all(some.size() * repeats * rows.length));
            }
            MetricSample[] samples = new MetricSample[repeats + 1];
            samples[0] = asTheyAre;
            for (int repeat = 0; repeat < repeats; repeat++) {
                samples[repeat + 1] = truth.select(rows)
                        .sample(part(shuffled, (place * repeats + repeat) * rows.length, rows.length));
            }
            importances.add(importance(columns.get(c), samples, index, sign));
        }
        importances.sort(Comparator.comparing((ColumnImportance column) -> -column.value()));
        Integer unmeasured = columns.size() == read.size() ? null : read.size() - columns.size();
        return new Importance(metric.name().id(), repeats, rows.length, List.copyOf(importances), unmeasured);
    }

    private ColumnImportance importance(String column, MetricSample[] samples, int index, double sign) {
        double[][] figures = Arrays.stream(samples).map(MetricSample::evaluate).toArray(double[][]::new);
        Resampling few = new Resampling(
                Math.min(RESAMPLES, resampling.resamples()),
                resampling.seed(),
                resampling.confidence(),
                resampling.minRows(),
                resampling.cancellation(),
                done -> {});
        Clusters clusters = samples[0].clusters();
        double error = few.draw(clusters, samples).standardError(drawn -> loss(drawn, index, sign));
        double value = loss(figures, index, sign);
        int units = clusters == null ? samples[0].rows() : clusters.count();
        return new ColumnImportance(
                column, Double.isFinite(value) ? value : 0, Double.isNaN(error) ? null : interval(value, error, units));
    }

    /** Student's, from the standard error that the bootstrap found; the importance lies within it. */
    private Interval interval(double value, double error, int units) {
        double half = error == 0 ? 0 : error * Normal.t((1 - resampling.confidence()) / 2, Math.max(1, units - 1));
        return new Interval(value - half, value + half, resampling.confidence());
    }

    /** The first score minus the mean of the others, positive where those are worse. */
    private static double loss(double[][] figures, int index, double sign) {
        double sum = 0;
        for (int repeat = 1; repeat < figures.length; repeat++) {
            // differences first: a column that is not read loses exactly nothing
            sum += figures[0][index] - figures[repeat][index];
        }
        return sign * sum / (figures.length - 1) + 0.0;
    }

    /** All rows, or as many of them by lot as the cells allow for all columns, but no fewer than are enough; ascending. */
    private int[] rows(int there, int columns, SplittableRandom random) {
        long most = Math.max(ENOUGH_ROWS, MOST_CELLS / ((long) columns * columns * repeats));
        if (there <= most) {
            return all(there);
        }
        return Arrays.stream(permutation(there, random)).limit(most).sorted().toArray();
    }

    /** All columns that are read, of which each of the others is shuffled in blocks of its own. */
    private Table shuffled(Table table, List<String> read, List<String> columns, int[] rows, SplittableRandom random) {
        int blocks = columns.size() * repeats;
        int[] asTheyAre = new int[blocks * rows.length];
        int[][] order = new int[blocks][];
        for (int block = 0; block < blocks; block++) {
            System.arraycopy(rows, 0, asTheyAre, block * rows.length, rows.length);
            order[block] = permutation(rows.length, random);
        }
        List<Column> schema = new ArrayList<>();
        List<ColumnValues> values = new ArrayList<>();
        Set<String> wanted = Set.copyOf(read);
        for (Column column : table.schema().columns()) {
            if (!wanted.contains(column.name())) {
                continue;
            }
            int c = columns.indexOf(column.name());
            int[] from = asTheyAre.clone();
            for (int repeat = 0; c >= 0 && repeat < repeats; repeat++) {
                int block = c * repeats + repeat;
                for (int i = 0; i < rows.length; i++) {
                    from[block * rows.length + i] = rows[order[block][i]];
                }
            }
            schema.add(column);
            values.add(table.column(column.name()).select(from));
        }
        return new Table(new Schema(schema), values, new long[asTheyAre.length]);
    }

    private static Predictions part(Predictions all, int from, int rows) {
        return new Predictions(all.classes(), Arrays.copyOfRange(all.values(), from, from + rows), all.labelsOnly());
    }

    private static int[] all(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    /** Fisher and Yates. */
    private static int[] permutation(int length, SplittableRandom random) {
        int[] order = all(length);
        for (int i = length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}

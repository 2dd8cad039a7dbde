package io.jenkins.cd4ml.leak;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.ColumnValues;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Scores features one by one. A feature's values are put into bins, 64 of equal mass, or one for each value of a category and of numbers with few values; missing values are a bin of
 * their own, as it may be them that give the answer away. What a bin says of the answer is learned on one half of the rows and held against the other
 * half, both ways. Numbers are also ranked as they are.
 */
final class SingleFeature {
    private static final int BINS = 64;
    private static final int MOST_ROWS = 20_000;
    private static final long MOST_CELLS = 50_000_000;
    private static final int LEAST_ROWS = 1000;
    private static final int LEAST_OF_CLASS = 10;
    private static final long MOST_COUNTS = 4_000_000;

    private final JudgedData data;
    private final int[] rows;
    private final int[] perClass;

    SingleFeature(JudgedData data) {
        this.data = data;
        long most = Math.min(MOST_ROWS, MOST_CELLS / Math.max(1, data.features().size()));
        this.rows = Sample.of(data.answered(), (int) Math.max(LEAST_ROWS, most));
        this.perClass = new int[data.classes()];
        if (data.task() == Task.CLASSIFICATION) {
            IntStream.of(rows).forEach(row -> perClass[data.labels()[row]]++);
        }
    }

    FeatureScore of(String column) {
        ColumnValues values = data.table().column(column);
        if (values instanceof ColumnValues.Images) {
            return new FeatureScore(column, "ROC AUC", Double.NaN, 1);
        }
        double[] numbers = numbers(values);
        int[] bins = numbers == null ? categories(values) : bins(numbers);
        int count = Arrays.stream(bins).max().orElse(0) + 1;
        if (data.task() == Task.REGRESSION) {
            return regression(column, numbers, bins, count);
        }
        if ((long) count * data.classes() > MOST_COUNTS) {
            return new FeatureScore(column, "balanced accuracy", Double.NaN, 1);
        }
        return data.classes() == 2 ? binary(column, numbers, bins, count) : several(column, bins, count);
    }

    private FeatureScore binary(String column, double[] numbers, int[] bins, int count) {
        int fewer = Math.min(perClass[0], perClass[1]);
        if (fewer < LEAST_OF_CLASS) {
            return new FeatureScore(column, "ROC AUC", Double.NaN, 1);
        }
        double[][][] counts = counts(bins, count);
        double[] score = new double[rows.length];
        double prior = perClass[1] / (double) rows.length;
        for (int i = 0; i < score.length; i++) {
            double[] other = counts[1 - half(i)][bins[i]];
            score[i] = (other[1] + prior) / (other[0] + other[1] + 1);
        }
        double best = area(score);
        if (numbers != null && Arrays.stream(numbers).noneMatch(Double::isNaN)) {
            double ranked = area(numbers);
            best = Math.max(best, Math.max(ranked, 1 - ranked));
        }
        // four standard errors of the area without a relation (Hanley and McNeil 1982)
        double chance = 0.5 + 4 * Math.sqrt(1 / (12.0 * fewer));
        return new FeatureScore(column, "ROC AUC", best, chance);
    }

    private double area(double[] score) {
        double[] ranks = Sample.ranks(score);
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += data.labels()[rows[i]] == 1 ? ranks[i] : 0;
        }
        double ones = perClass[1];
        return (sum - ones * (ones + 1) / 2) / (ones * perClass[0]);
    }

    private FeatureScore several(String column, int[] bins, int count) {
        double[][][] counts = counts(bins, count);
        int[] right = new int[data.classes()];
        for (int i = 0; i < bins.length; i++) {
            double[] other = counts[1 - half(i)][bins[i]];
            int best = 0;
            for (int c = 1; c < other.length; c++) {
                // of the rarer classes a bin may hold one row only
                if (other[c] / Math.max(1, perClass[c]) > other[best] / Math.max(1, perClass[best])) {
                    best = c;
                }
            }
            right[best] += best == data.labels()[rows[i]] ? 1 : 0;
        }
        int[] large = IntStream.range(0, data.classes())
                .filter(c -> perClass[c] >= LEAST_OF_CLASS)
                .toArray();
        double mean = IntStream.of(large)
                .mapToDouble(c -> right[c] / (double) perClass[c])
                .average()
                .orElse(Double.NaN);
        return new FeatureScore(
                column, "balanced accuracy", large.length < 2 ? Double.NaN : mean, 1.0 / large.length + 0.1);
    }

    private FeatureScore regression(String column, double[] numbers, int[] bins, int count) {
        double[] answers =
                IntStream.of(rows).mapToDouble(row -> data.numbers()[row]).toArray();
        double mean = Arrays.stream(answers).average().orElse(0);
        double[][] sum = new double[2][count];
        double[][] size = new double[2][count];
        for (int i = 0; i < bins.length; i++) {
            sum[half(i)][bins[i]] += answers[i] - mean;
            size[half(i)][bins[i]]++;
        }
        double unexplained = 0;
        double whole = 0;
        for (int i = 0; i < bins.length; i++) {
            int other = 1 - half(i);
            double said = sum[other][bins[i]] / (size[other][bins[i]] + 1e-9);
            unexplained += (answers[i] - mean - said) * (answers[i] - mean - said);
            whole += (answers[i] - mean) * (answers[i] - mean);
        }
        if (rows.length < 2 * LEAST_OF_CLASS || whole == 0) {
            return new FeatureScore(column, "R²", Double.NaN, 1);
        }
        FeatureScore binned = new FeatureScore(column, "R²", 1 - unexplained / whole, 0.1);
        if (numbers == null || Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            return binned;
        }
        double rank = Math.abs(correlation(Sample.ranks(numbers), Sample.ranks(answers)));
        return rank > binned.value()
                ? new FeatureScore(column, "rank correlation", rank, 4 / Math.sqrt(rows.length))
                : binned;
    }

    /** Counts by half, bin and class. */
    private double[][][] counts(int[] bins, int count) {
        double[][][] counts = new double[2][count][data.classes()];
        for (int i = 0; i < bins.length; i++) {
            counts[half(i)][bins[i]][data.labels()[rows[i]]]++;
        }
        return counts;
    }

    private int half(int i) {
        return (int) (ValueCodes.mix(rows[i]) >>> 63);
    }

    private double[] numbers(ColumnValues values) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return IntStream.of(rows).mapToDouble(row -> numbers.values()[row]).toArray();
        }
        if (values instanceof ColumnValues.Dates dates) {
            return IntStream.of(rows)
                    .mapToDouble(row -> dates.isMissing(row) ? Double.NaN : dates.epochDays()[row])
                    .toArray();
        }
        return null;
    }

    private int[] categories(ColumnValues values) {
        long[] codes = ValueCodes.of(values);
        CodeCounts numbers = new CodeCounts(rows.length);
        return IntStream.of(rows).map(row -> numbers.add(codes[row])).toArray();
    }

    /** Bin 0 holds what is missing. */
    private static int[] bins(double[] numbers) {
        double[] sorted =
                Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray();
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        double[] edges = distinct;
        if (distinct.length > BINS) {
            edges = IntStream.range(0, BINS)
                    .mapToDouble(b -> sorted[(int) ((long) b * sorted.length / BINS)])
                    .distinct()
                    .toArray();
        }
        int[] bins = new int[numbers.length];
        for (int i = 0; i < bins.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                int at = Arrays.binarySearch(edges, numbers[i]);
                bins[i] = 1 + (at >= 0 ? at : -at - 2);
            }
        }
        return bins;
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }
}

package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A cheap order of very many columns, without asking the model again: how much of the variance of its answers a column explains by itself.
 * That is the correlation ratio (Pearson 1905), corrected for the number of groups (Kelley's epsilon squared, 1935); the groups are the values
 * of a category, ten groups of equal size of numbers and dates, and missing values. It overlooks a column that matters only together with
 * others.
 */
final class ColumnScreening {
    private static final int BINS = 10;
    private static final int MOST_ROWS = 2_000;
    /** Of the outputs, those that vary most. */
    private static final int MOST_OUTPUTS = 10;

    private ColumnScreening() {}

    /** So many of the columns, those that explain most first; of equals the earlier ones. */
    static List<String> most(Table table, List<String> columns, Predictions answers, int most) {
        int rows = Math.min(MOST_ROWS, table.rows());
        List<double[]> outputs = outputs(answers, rows);
        Map<String, Double> explained = new HashMap<>();
        for (String column : columns) {
            int[] groups = groups(table.column(column), rows);
            explained.put(
                    column,
                    outputs.stream()
                            .mapToDouble(output -> explained(groups, output))
                            .max()
                            .orElse(0));
        }
        return columns.stream()
                .sorted(Comparator.comparingDouble((String column) -> -explained.get(column)))
                .limit(most)
                .toList();
    }

    private static List<double[]> outputs(Predictions answers, int rows) {
        List<double[]> outputs = new ArrayList<>();
        int width = answers.rows() == 0 ? 0 : answers.values()[0].length;
        for (int k = 0; k < width; k++) {
            double[] output = new double[rows];
            for (int row = 0; row < rows; row++) {
                output[row] = answers.values()[row][k];
            }
            outputs.add(output);
        }
        return outputs.stream()
                .sorted(Comparator.comparingDouble((double[] output) -> -squares(output)))
                .limit(MOST_OUTPUTS)
                .toList();
    }

    /** The sum of the squared differences from the mean. */
    private static double squares(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }

    /** Share of the output's variance that the groups explain; below 0 by chance. */
    static double explained(int[] groups, double[] output) {
        int count = Arrays.stream(groups).max().orElse(0) + 1;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        for (int row = 0; row < groups.length; row++) {
            sums[groups[row]] += output[row];
            sizes[groups[row]]++;
        }
        double within = 0;
        for (int row = 0; row < groups.length; row++) {
            double difference = output[row] - sums[groups[row]] / sizes[groups[row]];
            within += difference * difference;
        }
        double all = squares(output);
        long used = Arrays.stream(sizes).filter(size -> size > 0).count();
        long free = groups.length - used;
        return all == 0 || free <= 0 ? 0 : 1 - within / free / (all / (groups.length - 1));
    }

    /** The group of each row, from 0. */
    static int[] groups(ColumnValues values, int rows) {
        if (values instanceof ColumnValues.Numbers numbers) {
            return bins(rows, values::isMissing, row -> numbers.values()[row]);
        }
        if (values instanceof ColumnValues.Dates dates) {
            return bins(rows, values::isMissing, row -> dates.epochDays()[row]);
        }
        Map<String, Integer> codes = new HashMap<>();
        int[] groups = new int[rows];
        for (int row = 0; row < rows; row++) {
            String text = values.isMissing(row) ? null : values.text(row);
            Integer code = codes.get(text);
            if (code == null) {
                code = codes.size();
                codes.put(text, code);
            }
            groups[row] = code;
        }
        return groups;
    }

    /** Equal numbers are in one group. */
    private static int[] bins(int rows, IntPredicate missing, IntToDoubleFunction number) {
        int[] present = IntStream.range(0, rows)
                .filter(row -> !missing.test(row))
                .boxed()
                .sorted(Comparator.comparingDouble(number::applyAsDouble))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] groups = new int[rows];
        for (int i = 0; i < present.length; i++) {
            boolean same = i > 0 && number.applyAsDouble(present[i]) == number.applyAsDouble(present[i - 1]);
            groups[present[i]] = same ? groups[present[i - 1]] : 1 + (int) ((long) i * BINS / present.length);
        }
        return groups;
    }
}

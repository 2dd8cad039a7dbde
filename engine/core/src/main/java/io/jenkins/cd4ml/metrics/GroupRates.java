package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Groups of rows side by side. Of a classification each group has three rates of the positive class: of selection
 * (predicted), of true positives (predicted among actual ones) and of false positives (predicted among the others). Of a
 * regression it has the mean prediction, the mean error (predicted - actual) and the mean absolute error. The figures of
 * {@link FairnessName} follow from the largest and the smallest of them. NaN where a group has no row to tell a rate from.
 */
public final class GroupRates implements Resampled {
    private static final int RATES = 3;

    private final int[] group;
    private final int groups;
    private final double[] first;
    private final double[] second;
    private final boolean classes;

    private GroupRates(int[] group, int groups, double[] first, double[] second, boolean classes) {
        this.group = group.clone();
        this.groups = groups;
        this.first = first;
        this.second = second;
        this.classes = classes;
    }

    /**
     * Of a classification.
     *
     * @param group by row the index of its group; -1: of none
     * @param selected by row whether the positive class is predicted; {@code positive} whether it is the actual one
     */
    public static GroupRates ofClasses(int[] group, int groups, boolean[] selected, boolean[] positive) {
        return new GroupRates(group, groups, numbers(selected), numbers(positive), true);
    }

    /** Of a regression. */
    public static GroupRates ofNumbers(int[] group, int groups, double[] predicted, double[] actual) {
        return new GroupRates(group, groups, predicted.clone(), actual.clone(), false);
    }

    /** The rate of a group of numbers that is a value of its own and not an error. */
    public static final String MEAN_PREDICTION = "mean_prediction";

    /** The index of the mean absolute error among the rates of numbers. */
    static final int MAE = 2;

    /** The names of a group's rates, in their order. */
    public List<String> rateNames() {
        return classes
                ? List.of("selection_rate", "true_positive_rate", "false_positive_rate")
                : List.of(MEAN_PREDICTION, "mean_error", "mae");
    }

    /** The figures over all groups, in their order. */
    public List<FairnessName> figures() {
        return FairnessName.of(classes ? Task.CLASSIFICATION : Task.REGRESSION);
    }

    /** Where a group's rate stands in what {@link #evaluate} returns; the figures stand first. */
    public int index(int ofGroup, int rate) {
        return figures().size() + ofGroup * RATES + rate;
    }

    /** Whether the rates are shares of rows. */
    boolean ofShares() {
        return classes;
    }

    /** The rows that a rate of a group is over. */
    int[] rows(int ofGroup, int rate) {
        return IntStream.range(0, group.length)
                .filter(row -> group[row] == ofGroup)
                .filter(row -> !classes || rate == 0 || (rate == 1) == (second[row] == 1))
                .toArray();
    }

    /** What a row adds to a rate, which is their mean. */
    double value(int row, int rate) {
        return classes || rate == 0
                ? first[row]
                : rate == 1 ? first[row] - second[row] : Math.abs(first[row] - second[row]);
    }

    @Override
    public int rows() {
        return group.length;
    }

    @Override
    public double[] evaluate(int[] counts) {
        double[][] rates = classes ? ofClasses(counts) : ofNumbers(counts);
        double[] values = new double[figures().size() + groups * RATES];
        for (int g = 0; g < groups; g++) {
            for (int rate = 0; rate < RATES; rate++) {
                values[index(g, rate)] = rates[rate][g];
            }
        }
        double[] figures = classes
                ? new double[] {
                    difference(rates[0]),
                    ratio(rates[0]),
                    difference(rates[1]),
                    Math.max(difference(rates[1]), difference(rates[2])),
                    Math.min(ratio(rates[1]), ratio(rates[2]))
                }
                : new double[] {difference(rates[0]), difference(rates[1]), difference(rates[2]), ratio(rates[2])};
        System.arraycopy(figures, 0, values, 0, figures.length);
        return values;
    }

    private double[][] ofClasses(int[] counts) {
        double[] rows = sums(counts, row -> 1);
        double[] selected = sums(counts, row -> first[row]);
        double[] positive = sums(counts, row -> second[row]);
        double[] both = sums(counts, row -> first[row] * second[row]);
        double[][] rates = new double[RATES][groups];
        for (int g = 0; g < groups; g++) {
            rates[0][g] = selected[g] / rows[g];
            rates[1][g] = both[g] / positive[g];
            rates[2][g] = (selected[g] - both[g]) / (rows[g] - positive[g]);
        }
        return rates;
    }

    private double[][] ofNumbers(int[] counts) {
        double[] rows = sums(counts, row -> 1);
        double[][] rates = {
            sums(counts, row -> first[row]),
            sums(counts, row -> first[row] - second[row]),
            sums(counts, row -> Math.abs(first[row] - second[row]))
        };
        for (double[] rate : rates) {
            for (int g = 0; g < groups; g++) {
                rate[g] /= rows[g];
            }
        }
        return rates;
    }

    private double[] sums(int[] counts, IntToDoubleFunction value) {
        double[] sums = new double[groups];
        for (int row = 0; row < group.length; row++) {
            if (group[row] >= 0 && counts[row] > 0) {
                sums[group[row]] += counts[row] * value.applyAsDouble(row);
            }
        }
        return sums;
    }

    /** Largest minus smallest; NaN where one is. */
    private static double difference(double[] rates) {
        return groups(rates, (least, most) -> most - least);
    }

    /** Smallest by largest; 1 where both are 0: nobody is treated otherwise. */
    private static double ratio(double[] rates) {
        return groups(rates, (least, most) -> most == 0 ? 1 : least / most);
    }

    private static double groups(double[] rates, DoubleBinaryOperator figure) {
        if (rates.length < 2 || Arrays.stream(rates).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        return figure.applyAsDouble(
                Arrays.stream(rates).min().getAsDouble(),
                Arrays.stream(rates).max().getAsDouble());
    }

    private static double[] numbers(boolean[] values) {
        double[] numbers = new double[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] ? 1 : 0;
        }
        return numbers;
    }
}

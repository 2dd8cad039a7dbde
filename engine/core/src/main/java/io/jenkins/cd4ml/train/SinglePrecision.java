package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation.Wide;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds columns whose values differ by less than the 32-bit floats that models compute and answer with: seconds since 1970 are up to
 * 128 apart there, numbers near 10,000,000 are 1 apart. What is standardised in 64 bits counts as it is then.
 */
final class SinglePrecision {
    /** A smaller share of values that fall together is what any numbers have that are spread over a range. */
    private static final double MOST = 0.05;

    private static final int MOST_ROWS = 100_000;

    private SinglePrecision() {}

    /** A sentence for each such feature, and for such a target. */
    static List<String> warnings(TrainSettings settings, LearningTask task, Table table) {
        List<String> warnings = new ArrayList<>();
        for (String feature : task.features()) {
            if (table.column(feature) instanceof ColumnValues.Numbers numbers) {
                Optional<Wide> wide = Arrays.stream(numbers.values()).allMatch(Double::isNaN)
                        ? Optional.empty()
                        : WideFit.of(settings, feature, false, numbers.values());
                DoubleUnaryOperator scaled = wide.<DoubleUnaryOperator>map(
                                fit -> value -> (value - fit.shift()) / fit.scale())
                        .orElse(value -> value);
                warn(numbers, scaled, "column " + feature, "that the model computes with", warnings);
            }
        }
        if (task.task() == Task.REGRESSION && table.column(task.target()) instanceof ColumnValues.Numbers numbers) {
            warn(numbers, value -> value, "the target " + task.target(), "that the model answers with", warnings);
        }
        return warnings;
    }

    private static void warn(
            ColumnValues.Numbers numbers, DoubleUnaryOperator scaled, String name, String use, List<String> warnings) {
        int[] counts = counts(numbers.values(), scaled);
        if (isMany(counts)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d different values are equal to another one as the 32-bit floats %s: subtract an offset, or use"
                            + " a larger unit",
                    name,
                    counts[0] - counts[1],
                    counts[0],
                    use));
        }
    }

    /** Whether more than a few of these values, none missing, are equal to another one as 32-bit floats. */
    static boolean collapses(double[] values) {
        return isMany(counts(values, value -> value));
    }

    private static boolean isMany(int[] counts) {
        return counts[0] - counts[1] > MOST * counts[0];
    }

    /** How many values are different, and how many are as 32-bit floats once they are scaled. */
    private static int[] counts(double[] all, DoubleUnaryOperator scaled) {
        double[] values = Arrays.stream(all)
                .limit(MOST_ROWS)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int different = 0;
        int apart = 0;
        for (int i = 0; i < values.length; i++) {
            boolean first = i == 0;
            different += first || values[i] != values[i - 1] ? 1 : 0;
            apart += first || (float) scaled.applyAsDouble(values[i]) != (float) scaled.applyAsDouble(values[i - 1])
                    ? 1
                    : 0;
        }
        return new int[] {different, apart};
    }
}

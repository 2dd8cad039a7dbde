package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.config.TrainSettings;
import io.jenkins.cd4ml.model.FeaturePreparation.Wide;
import io.jenkins.cd4ml.model.InputNames;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.onnx.GraphTypes;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds columns whose values differ by less than the 32-bit floats that models compute with: seconds since 1970 are up to
 * 128 apart there, numbers near 10,000,000 are 1 apart. What is standardised in 64 bits counts as it is then.
 */
final class SinglePrecision {
    /** A smaller share of values that fall together is what any numbers have that are spread over a range. */
    private static final double MOST = 0.05;

    private static final int MOST_ROWS = 100_000;

    private static final String OFFSET = ": subtract an offset, or use a larger unit";

    private SinglePrecision() {}

    /** A sentence for each such feature of a model that is trained here, and for such a target. */
    static List<String> warnings(TrainSettings settings, LearningTask task, Table table) {
        List<String> warnings = new ArrayList<>();
        for (String feature : task.features()) {
            double[] values = numbers(table, feature);
            Optional<Wide> wide = Arrays.stream(values).allMatch(Double::isNaN)
                    ? Optional.empty()
                    : WideFit.of(settings, feature, false, values);
            DoubleUnaryOperator scaled = wide.<DoubleUnaryOperator>map(
                            fit -> value -> (value - fit.shift()) / fit.scale())
                    .orElse(value -> value);
            warn(values, scaled, "column " + feature, "that the model computes with" + OFFSET, warnings);
        }
        if (task.task() == Task.REGRESSION) {
            double[] values = numbers(table, task.target());
            int[] known = IntStream.range(0, values.length)
                    .filter(row -> !Double.isNaN(values[row]))
                    .toArray();
            double mean = IntStream.of(known)
                    .mapToDouble(row -> values[row])
                    .average()
                    .orElse(0);
            double scale = TargetScale.of(table.column(task.target()), known);
            warn(
                    values,
                    value -> (value - mean) / scale,
                    "the target " + task.target(),
                    "that the model learns from, standardised: others are very far from them; see whether those are"
                            + " mistakes, or predict the logarithm",
                    warnings);
        }
        return warnings;
    }

    /** The same for the ONNX file of a program, which takes and gives 32-bit floats or 64-bit ones. */
    static List<String> warnings(LearningTask task, Table table, GraphTypes types) {
        List<String> warnings = new ArrayList<>();
        List<String> inputs = InputNames.of(task.features());
        for (int i = 0; i < inputs.size(); i++) {
            if (!types.doubles().contains(inputs.get(i))) {
                String feature = task.features().get(i);
                String use =
                        "that the input " + inputs.get(i) + " of the program's model.onnx holds: let it hold 64-bit"
                                + " ones (double), subtract an offset, or use a larger unit";
                warn(numbers(table, feature), value -> value, "column " + feature, use, warnings);
            }
        }
        if (task.task() == Task.REGRESSION && !types.doubles().contains("prediction")) {
            String use =
                    "that the program's model.onnx answers with: let its output prediction hold 64-bit ones (double)";
            warn(numbers(table, task.target()), value -> value, "the target " + task.target(), use, warnings);
        }
        return warnings;
    }

    /** None where the column holds no numbers. */
    private static double[] numbers(Table table, String column) {
        return table.column(column) instanceof ColumnValues.Numbers numbers ? numbers.values() : new double[0];
    }

    private static void warn(
            double[] values, DoubleUnaryOperator scaled, String name, String use, List<String> warnings) {
        int[] counts = counts(values, scaled);
        if (isMany(counts)) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d different values are equal to another one as the 32-bit floats %s",
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

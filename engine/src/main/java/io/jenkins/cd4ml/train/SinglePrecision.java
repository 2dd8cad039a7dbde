package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.table.ColumnValues;
import io.jenkins.cd4ml.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Finds columns whose values differ by less than the 32-bit floats that models read and answer with: seconds since 1970 are up to
 * 128 apart there, numbers near 10,000,000 are 1 apart.
 */
final class SinglePrecision {
    /** A smaller share of values that fall together is what any numbers have that are spread over a range. */
    private static final double MOST = 0.05;

    private static final int MOST_ROWS = 100_000;

    private SinglePrecision() {}

    /** A sentence for each such feature, and for such a target. */
    static List<String> warnings(LearningTask task, Table table) {
        List<String> warnings = new ArrayList<>();
        for (String feature : task.features()) {
            warn(feature, "column " + feature, "that the model reads", table, warnings);
        }
        if (task.task() == Task.REGRESSION) {
            warn(task.target(), "the target " + task.target(), "that the model answers with", table, warnings);
        }
        return warnings;
    }

    private static void warn(String column, String name, String use, Table table, List<String> warnings) {
        if (!(table.column(column) instanceof ColumnValues.Numbers numbers)) {
            return;
        }
        double[] values = Arrays.stream(numbers.values())
                .limit(MOST_ROWS)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int different = 0;
        int apart = 0;
        for (int i = 0; i < values.length; i++) {
            boolean first = i == 0;
            different += first || values[i] != values[i - 1] ? 1 : 0;
            apart += first || (float) values[i] != (float) values[i - 1] ? 1 : 0;
        }
        if (different - apart > MOST * different) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d different values are equal to another one as the 32-bit floats %s: subtract an offset, or use"
                            + " a larger unit",
                    name,
                    different - apart,
                    different,
                    use));
        }
    }
}

package io.jenkins.cd4ml.train;

import io.jenkins.cd4ml.table.ColumnValues;

/** The unit in which a regression's answers are compared: the target's standard deviation (the population's) in training. */
public final class TargetScale {
    private TargetScale() {}

    /** That of the rows; 1 where all are the same. */
    public static double of(ColumnValues target, int[] rows) {
        double[] values = ((ColumnValues.Numbers) target).values();
        double mean = 0;
        for (int row : rows) {
            mean += values[row] / rows.length;
        }
        double squares = 0;
        for (int row : rows) {
            squares += (values[row] - mean) * (values[row] - mean) / rows.length;
        }
        double scale = Math.sqrt(squares);
        return scale > 0 && Double.isFinite(scale) ? scale : 1;
    }
}

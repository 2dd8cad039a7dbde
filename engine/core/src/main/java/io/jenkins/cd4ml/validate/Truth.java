package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.ClassificationMetrics;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.metrics.RegressionMetrics;
import io.jenkins.cd4ml.model.Predictions;
import io.jenkins.cd4ml.model.Task;
import io.jenkins.cd4ml.statistics.Clusters;
import java.util.stream.IntStream;

/**
 * What is known of the judged rows.
 *
 * @param labels {@link Labels#NONE} for regression
 * @param classes by row the index of the actual class; empty for regression
 * @param numbers by row the actual number; empty for classification
 * @param groups by row a number that is the same for rows that belong together; null: each row is independent
 */
record Truth(Task task, Labels labels, int[] classes, double[] numbers, int[] groups) {
    /** Of rows that are independent of each other. */
    Truth(Task task, Labels labels, int[] classes, double[] numbers) {
        this(task, labels, classes, numbers, null);
    }

    int rows() {
        return task == Task.CLASSIFICATION ? classes.length : numbers.length;
    }

    /** Those rows, in that order. */
    Truth select(int[] rows) {
        int[] someClasses = new int[task == Task.CLASSIFICATION ? rows.length : 0];
        double[] someNumbers = new double[task == Task.REGRESSION ? rows.length : 0];
        for (int i = 0; i < rows.length; i++) {
            if (task == Task.CLASSIFICATION) {
                someClasses[i] = classes[rows[i]];
            } else {
                someNumbers[i] = numbers[rows[i]];
            }
        }
        return new Truth(
                task,
                labels,
                someClasses,
                someNumbers,
                groups == null
                        ? null
                        : IntStream.of(rows).map(row -> groups[row]).toArray());
    }

    /** The metrics on some of the rows of a model that says this about all of them. */
    MetricSample sample(Predictions predictions, int[] rows) {
        return select(rows).sample(select(predictions, rows));
    }

    /** Which rows belong together; null where each is independent of the others. */
    Clusters clusters() {
        return groups == null ? null : Clusters.of(groups);
    }

    /** The metrics of a model that says this about these rows, in their order. */
    MetricSample sample(Predictions predictions) {
        return independent(predictions).clustered(clusters());
    }

    private MetricSample independent(Predictions predictions) {
        return switch (task) {
            case CLASSIFICATION -> ClassificationMetrics.of(
                    classes,
                    labels.align(predictions),
                    labels.names().size(),
                    labels.positive(),
                    !predictions.labelsOnly());
            case REGRESSION -> RegressionMetrics.of(numbers, numbers(predictions));
        };
    }

    /** How many rows have a prediction that is not a finite number. */
    static long notFinite(Predictions predictions) {
        long rows = 0;
        for (double[] row : predictions.values()) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    rows++;
                    break;
                }
            }
        }
        return rows;
    }

    /** Number of each row of a regression. */
    static double[] numbers(Predictions predictions) {
        double[] numbers = new double[predictions.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = predictions.number(row);
        }
        return numbers;
    }

    private static Predictions select(Predictions predictions, int[] rows) {
        double[][] values = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            values[i] = predictions.values()[rows[i]];
        }
        return predictions.with(values);
    }
}

package io.jenkins.cd4ml.protocol;

/**
 * A metric with its uncertainty.
 *
 * @param name {@code accuracy}, {@code balanced_accuracy}, {@code f1_macro}, {@code roc_auc}, {@code log_loss}, {@code rmse}, …
 * @param label the class it speaks of; null for the whole
 * @param value the estimate; null where it is undefined on these rows
 * @param interval confidence interval; null where there are too few rows for one
 * @param sampleSize rows it rests on
 * @param higherIsBetter which way is up
 */
public record MetricValue(
        String name, String label, Double value, Interval interval, long sampleSize, boolean higherIsBetter) {}

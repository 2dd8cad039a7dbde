package io.jenkins.cd4ml.metrics;

import io.jenkins.cd4ml.statistics.Clusters;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judged rows whose metrics can be had for any multiplicities of the rows: what a bootstrap asks for thousands of times. All
 * that does not depend on the multiplicities (sorting, logarithms) is done once. Safe for use by several threads.
 */
public sealed interface MetricSample extends Resampled permits ClassificationMetrics, RegressionMetrics {

    /** What {@link #evaluate} computes, in its order. */
    List<MetricKey> metrics();

    /**
     * The metrics of the sample in which row i occurs {@code counts[i]} times.
     *
     * @return in the order of {@link #metrics()}; NaN where a metric is undefined
     */
    @Override
    double[] evaluate(int[] counts);

    /**
     * How much each row moves a metric: its value + n dM/dw of the row's weight w, the empirical influence function; their mean is the metric.
     *
     * @param metric index in {@link #metrics()}, of one that is defined on these rows
     * @return null where the metric is not a smooth function of the rows: calibration errors, medians
     */
    double[] influence(int metric);

    /** The metrics of the rows as they are, in the order of {@link #metrics()}; NaN where undefined. */
    default double[] evaluate() {
        int[] once = new int[rows()];
        Arrays.fill(once, 1);
        return evaluate(once);
    }

    /** One of them. */
    default double evaluate(int metric) {
        return evaluate()[metric];
    }

    /** Which rows belong together; null where each is independent of the others. */
    Clusters clusters();

    /** The same rows, those of a cluster taken as dependent. */
    MetricSample clustered(Clusters clusters);

    /** The metrics of the whole by {@link MetricName#id() name}; undefined ones are left out. */
    default Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        double[] all = evaluate();
        List<MetricKey> keys = metrics();
        for (int i = 0; i < all.length; i++) {
            if (keys.get(i).label() == null && !Double.isNaN(all[i])) {
                values.put(keys.get(i).name().id(), all[i]);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /**
     * One metric.
     *
     * @param label index of the class; null for the whole
     * @return null where it is undefined on these rows
     * @throws IllegalArgumentException when this sample has no such metric
     */
    default Double value(String name, Integer label) {
        MetricKey key = MetricName.find(name)
                .map(known -> new MetricKey(known, label))
                .orElseThrow(() -> new IllegalArgumentException("no metric is called " + name));
        int index = metrics().indexOf(key);
        if (index < 0) {
            throw new IllegalArgumentException("no " + name + (label == null ? "" : " of class " + label) + " here");
        }
        double value = evaluate(index);
        return Double.isNaN(value) ? null : value;
    }
}

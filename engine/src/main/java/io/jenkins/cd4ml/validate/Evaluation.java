package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.protocol.Interval;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's metrics on some rows. */
record Evaluation(int rows, Map<MetricKey, Figure> figures) {

    /**
     * A metric.
     *
     * @param value NaN where it is undefined on these rows
     * @param interval null where there is none
     */
    record Figure(double value, Interval interval) {
        boolean defined() {
            return !Double.isNaN(value);
        }
    }

    static Evaluation of(MetricSample sample, Resampling resampling) {
        Bootstrap bootstrap = resampling.draw(sample);
        double[] values = sample.evaluate();
        Map<MetricKey, Figure> figures = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Interval interval = Double.isNaN(values[i]) ? null : bootstrap.interval(0, i, resampling.confidence());
            figures.put(sample.metrics().get(i), new Figure(values[i], interval));
        }
        return new Evaluation(sample.rows(), figures);
    }

    Figure figure(MetricKey key) {
        return figures.get(key);
    }
}

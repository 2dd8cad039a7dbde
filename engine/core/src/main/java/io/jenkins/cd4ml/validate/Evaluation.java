package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Bounds;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model's metrics on some rows. */
record Evaluation(int rows, Map<MetricKey, Figure> figures) {

    /**
     * A metric.
     *
     * @param value NaN where it is undefined on these rows
     * @param interval at the configured confidence; null where there is none
     * @param bounds the same at any tail; null where there is no interval
     * @param tooFew why there is no interval, a clause such as "7 rows are too few"; null where there is one
     */
    record Figure(double value, Interval interval, Bounds bounds, String tooFew) {
        Figure(double value, Interval interval) {
            this(value, interval, interval == null ? null : new ScaledBounds(value, interval), null);
        }

        /** With the configured confidence, and none where the rows are fewer than intervals are for. */
        static Figure of(MetricBounds found, int rows, Resampling resampling) {
            Interval interval = resampling.interval(found, rows);
            return new Figure(
                    found.value(),
                    interval,
                    interval == null ? null : found.bounds(),
                    interval == null ? resampling.tooFew(found, rows) : null);
        }

        boolean defined() {
            return !Double.isNaN(value);
        }

        /**
         * The interval with other tails than the configured ones.
         *
         * @param tail probability that the figure is beyond each of its bounds, in (0, 0.5)
         * @return null where there is none
         */
        Interval interval(double tail) {
            return bounds == null ? null : bounds.interval(tail);
        }
    }

    static Evaluation of(MetricSample sample, Resampling resampling) {
        Map<MetricKey, Figure> figures = new LinkedHashMap<>();
        for (int i = 0; i < sample.metrics().size(); i++) {
            resampling.cancellation().check();
            figures.put(
                    sample.metrics().get(i),
                    Figure.of(MetricBounds.of(sample, i, resampling.seed()), sample.rows(), resampling));
        }
        return new Evaluation(sample.rows(), figures);
    }

    Figure figure(MetricKey key) {
        return figures.get(key);
    }
}

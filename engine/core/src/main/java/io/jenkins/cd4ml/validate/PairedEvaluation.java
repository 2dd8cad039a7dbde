package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricBounds;
import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.statistics.Bounds;
import java.util.LinkedHashMap;
import java.util.Map;

/** Candidate and champion on the same rows. */
record PairedEvaluation(int rows, Map<MetricKey, Difference> differences) {

    /**
     * A metric of both.
     *
     * @param interval of candidate minus champion at the configured confidence; null where there is none
     * @param bounds the same at any tail; null where there is no interval
     * @param tooFew why there is no interval, a clause such as "7 rows are too few"; null where there is one
     */
    record Difference(double candidate, double champion, Interval interval, Bounds bounds, String tooFew) {
        Difference(double candidate, double champion, Interval interval) {
            this(
                    candidate,
                    champion,
                    interval,
                    interval == null ? null : new ScaledBounds(candidate - champion, interval),
                    null);
        }

        /**
         * The interval of the difference with other tails than the configured ones.
         *
         * @param tail probability that the difference is beyond each of its bounds, in (0, 0.5)
         * @return null where there is none
         */
        Interval interval(double tail) {
            return bounds == null ? null : bounds.interval(tail);
        }

        boolean defined() {
            return !Double.isNaN(candidate) && !Double.isNaN(champion);
        }

        /** Candidate minus champion. */
        double value() {
            return candidate - champion;
        }
    }

    static PairedEvaluation of(MetricSample candidate, MetricSample champion, Resampling resampling) {
        Map<MetricKey, Difference> differences = new LinkedHashMap<>();
        for (int i = 0; i < candidate.metrics().size(); i++) {
            resampling.cancellation().check();
            // of calibration errors without what chance adds
            double ours = MetricBounds.of(candidate, i, resampling.seed()).value();
            double theirs = MetricBounds.of(champion, i, resampling.seed()).value();
            MetricBounds found = MetricBounds.difference(candidate, champion, i, resampling.seed());
            Interval interval = resampling.interval(found, candidate.rows());
            differences.put(
                    candidate.metrics().get(i),
                    new Difference(
                            ours,
                            theirs,
                            interval,
                            interval == null ? null : found.bounds(),
                            interval == null ? resampling.tooFew(found, candidate.rows()) : null));
        }
        return new PairedEvaluation(candidate.rows(), differences);
    }

    Difference difference(MetricKey key) {
        return differences.get(key);
    }
}

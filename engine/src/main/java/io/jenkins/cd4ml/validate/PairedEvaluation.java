package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricSample;
import io.jenkins.cd4ml.protocol.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Candidate and champion on the same rows. */
record PairedEvaluation(int rows, Map<MetricKey, Difference> differences) {

    /**
     * A metric of both.
     *
     * @param interval of candidate minus champion; null where there is none
     */
    record Difference(double candidate, double champion, Interval interval) {
        boolean defined() {
            return !Double.isNaN(candidate) && !Double.isNaN(champion);
        }

        /** Candidate minus champion. */
        double value() {
            return candidate - champion;
        }
    }

    static PairedEvaluation of(MetricSample candidate, MetricSample champion, Resampling resampling) {
        Bootstrap bootstrap = resampling.draw(candidate, champion);
        List<MetricKey> keys = candidate.metrics();
        double[] ours = candidate.evaluate();
        double[] theirs = champion.evaluate();
        Map<MetricKey, Difference> differences = new LinkedHashMap<>();
        for (int i = 0; i < ours.length; i++) {
            boolean defined = !Double.isNaN(ours[i]) && !Double.isNaN(theirs[i]);
            Interval interval = defined ? bootstrap.difference(0, 1, i, resampling.confidence()) : null;
            differences.put(keys.get(i), new Difference(ours[i], theirs[i], interval));
        }
        return new PairedEvaluation(candidate.rows(), differences);
    }

    Difference difference(MetricKey key) {
        return differences.get(key);
    }
}

package io.jenkins.cd4ml.validate;

import io.jenkins.cd4ml.metrics.MetricKey;
import io.jenkins.cd4ml.metrics.MetricName;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A metric that sees the same loss on fewer rows than a gate's own. Two metrics are compared by one and the same loss: a model that on
 * some rows, drawn at random, says no more than how frequent the classes are (a regression: the mean). It moves each metric by the same
 * share of what the candidate is better than such an answer; that move over the error of chance is what the metric sees, and its square
 * counts rows.
 *
 * @param margin that accepts as much as the gate's own margin
 * @param times how many times as many rows the gate's metric would need
 */
record SharperMetric(MetricName name, double margin, double times) {
    private static final List<MetricName> SHARP = List.of(MetricName.LOG_LOSS, MetricName.BRIER, MetricName.MAE);
    private static final double WORTH_IT = 1.25;

    /** Where models hardly differ the ratio is one of small numbers. */
    private static final double MANY = 100;

    /**
     * The sharpest one.
     *
     * @param errors of all metrics, as far as chance is known
     * @param uninformed each metric of the answer that knows nothing of a row
     * @return null where no metric sees at least a quarter more
     */
    static SharperMetric of(
            GateRule.Versus rule,
            PairedEvaluation paired,
            Map<MetricKey, ChanceError> errors,
            Map<MetricKey, Double> uninformed) {
        double own = signal(rule.key(), paired, errors, uninformed);
        if (!(own > 0) || SHARP.contains(rule.key().name())) {
            return null;
        }
        SharperMetric best = null;
        for (MetricName name : SHARP) {
            MetricKey key = MetricKey.of(name);
            double ratio = signal(key, paired, errors, uninformed) / own;
            double times = ratio * ratio;
            if (times >= (best == null ? WORTH_IT : best.times)) {
                double margin = rule.margin() * gain(key, paired, uninformed) / gain(rule.key(), paired, uninformed);
                best = new SharperMetric(name, margin, times);
            }
        }
        return best;
    }

    /** {@code log_loss with margin 0.03, which sees as much as accuracy on 4.2 times as many rows}. */
    String clause(GateRule.Versus rule) {
        return name.id()
                + (margin > 0 ? " with margin " + Sentences.figure(margin) : "")
                + ", which sees as much as " + rule.key().name().id() + " on "
                + (times > MANY ? "more than 100" : String.format(Locale.ROOT, times < 10 ? "%.1f" : "%.0f", times))
                + " times as many rows";
    }

    private static double signal(
            MetricKey key,
            PairedEvaluation paired,
            Map<MetricKey, ChanceError> errors,
            Map<MetricKey, Double> uninformed) {
        ChanceError error = errors.get(key);
        return error == null || error.error() == 0 ? Double.NaN : gain(key, paired, uninformed) / error.error();
    }

    /** How much better the candidate is than the answer that knows nothing. */
    private static double gain(MetricKey key, PairedEvaluation paired, Map<MetricKey, Double> uninformed) {
        double gain = paired.difference(key).candidate() - uninformed.getOrDefault(key, Double.NaN);
        return key.name().higherIsBetter() ? gain : -gain;
    }
}
